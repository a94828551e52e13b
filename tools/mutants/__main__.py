"""Say which mutants a selection of tests catches.

python -m tools.mutants tests/test_fixtures.py             # the sources as they are
python -m tools.mutants --commit HEAD~20 --json old.json   # those of a commit, with its tests
python -m tools.mutants --compare old.json new.json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.mutants import SURVIVED, MutantError, copied, seeded, verdict
from tools.mutants.seeds import MUTANTS
from tools.output import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where a mutant survives, or where the later of two suites misses more."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--commit", help="take the sources and tests of a commit")
    parser.add_argument("--only", default="", metavar="TEXT", help="try mutants whose name contains a text")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the verdicts there as well")
    parser.add_argument("--patience", type=float, metavar="SECONDS", help="how long the tests may run")
    parser.add_argument("--compare", nargs=2, type=Path, metavar="FILE", help="compare verdicts instead")
    given, selection = parser.parse_known_args(arguments)
    if given.compare:
        before, after = (json.loads(each.read_text("utf-8")) for each in given.compare)
        return _compare(before, after)
    try:
        verdicts = _try_all(given.commit, given.only, selection, given.patience)
    except MutantError as error:
        parser.exit(2, f"{error}\n")
    if given.json:
        given.json.write_text(json.dumps(verdicts, indent=1), "utf-8")
    survived = sum(each == SURVIVED for each in verdicts.values())
    say(f"{len(verdicts) - survived} of {len(verdicts)} mutants are caught")
    return 1 if survived else 0


def _try_all(
    commit: str | None, only: str, selection: Sequence[str], patience: float | None
) -> dict[str, str]:
    found: dict[str, str] = {}
    with copied(commit) as tree:
        unchanged = verdict(tree, selection)
        if unchanged != SURVIVED:
            raise MutantError(f"the tests fail without a mutant: {unchanged}")
        for mutant in MUTANTS:
            if only in mutant.name:
                began = time.monotonic()
                with seeded(tree, mutant):
                    found[mutant.name] = verdict(tree, selection, patience)
                say(f"{mutant.name}: {found[mutant.name]} ({time.monotonic() - began:.0f} s)")
    return found


def _compare(before: Mapping[str, str], after: Mapping[str, str]) -> int:
    lost = [name for name, by in after.items() if by == SURVIVED and before.get(name, SURVIVED) != SURVIVED]
    won = [name for name, by in before.items() if by == SURVIVED and after.get(name, SURVIVED) != SURVIVED]
    for names, what in ((lost, "no longer caught"), (won, "caught by now")):
        for name in names:
            say(f"{what}: {name}")
    counts = [sum(by != SURVIVED for by in each.values()) for each in (before, after)]
    say(f"caught: {counts[0]} before, {counts[1]} after, of {len(before)} and {len(after)}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
