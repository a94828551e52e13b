"""Write the files of a new rule: `python -m tools.new_rule step-in-thread --code WF399`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.new_rule import LEVELS, SUMMARY, NewRule, NewRuleError, write_rule

ROOT = Path(__file__).resolve().parents[2]


def _tests(name: str) -> str:
    """Return the command that runs the tests of one rule's page and fixtures."""
    return f".venv/bin/python -m pytest -q tests/test_fixtures.py tests/test_rule_examples.py -k {name}"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.new_rule", description="Write a new rule's files.")
    parser.add_argument("name", help="the rule's name, such as step-called-early")
    parser.add_argument("--code", required=True, help="its code, which nothing else has: WFnnn")
    parser.add_argument("--level", default="error", choices=LEVELS, help="how bad it is at worst")
    parser.add_argument("--summary", default=SUMMARY, help="what it finds, one sentence without a full stop")
    given = parser.parse_args(arguments)
    try:
        written = write_rule(root, NewRule(given.name, given.code, given.level, given.summary))
    except NewRuleError as error:
        parser.error(str(error))
    sys.stdout.write("".join(f"{path.relative_to(root)}\n" for path in written))
    sys.stdout.write(
        f"\nThese tests name what is missing; CONTRIBUTING.md describes the rest:\n  {_tests(given.name)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
