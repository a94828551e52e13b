"""Run wflint over checked-out repositories, and say what has changed since an earlier run.

python -m tools.ecosystem ~/repositories/* --out now.json
python -m tools.ecosystem ~/repositories/* --out now.json --against before.json
python -m tools.ecosystem ~/repositories/* --out before.json --wflint ../another-work-tree
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tools.ecosystem.compare import differences
from tools.ecosystem.measure import ROOT, Result, from_json, measured, to_json
from tools.output import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where a command of wflint failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.ecosystem", description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="a repository")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="write the results there")
    parser.add_argument("--against", type=Path, metavar="FILE", help="say what changed since these results")
    parser.add_argument("--wflint", type=Path, default=ROOT, metavar="FOLDER", help="the sources to run")
    parser.add_argument(
        "--limit", type=float, default=300, metavar="SECONDS", help="how long a repository may take"
    )
    given = parser.parse_args(arguments)
    results = list[Result]()
    for folder in given.folders:
        results.append(measured(folder, given.wflint.resolve(), given.limit))
        say(_line(results[-1]))
        # What is done already outlives an interruption.
        given.out.write_text(to_json(results), "utf-8")
    say(_summary(results))
    if given.against:
        for line in differences(from_json(given.against.read_text("utf-8")), results):
            say(line)
    return 1 if any(each.failures for each in results) else 0


def _line(result: Result) -> str:
    levels = Counter(each.level for each in result.findings)
    found = " ".join(f"{levels[level]} {level}" for level in ("error", "warning", "info"))
    check, parse = result.seconds["check"], result.parse_seconds
    ratio = f"{check / parse:.1f}" if parse else "-"
    time = f"{check:.2f} s, parse {parse:.2f} s of {result.parsed_files} files, ratio {ratio}"
    failed = "".join(f"\n  {each}" for each in result.failures)
    return f"{result.repository}: {len(result.workflows)} handlers, {found}; {time}{failed}"


def _summary(results: Sequence[Result]) -> str:
    levels = Counter(each.level for result in results for each in result.findings)
    check, parse = (
        sum(each) for each in zip(*((r.seconds["check"], r.parse_seconds) for r in results), strict=True)
    )
    return (
        f"{len(results)} repositories, {sum(each.files for each in results)} files, "
        f"{sum(len(each.workflows) for each in results)} handlers: "
        f"{', '.join(f'{count} {level}' for level, count in sorted(levels.items()))}; "
        f"{sum(len(each.hunks) for each in results)} rewritten places; "
        f"check {check:.1f} s, parse {parse:.1f} s; {sum(len(each.failures) for each in results)} failures"
    )


if __name__ == "__main__":
    sys.exit(main())
