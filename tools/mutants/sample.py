"""Try a random sample of all small changes in some folders, each against the tests that run its line.

python -m pytest --cov --cov-context=test --cov-report= tests/unit tests/test_fixtures.py
python -m tools.mutants.sample --seed 7 --count 50 wflint/domain wflint/interpreter

The first command writes down which tests run which line; lines that none of them runs are not mutated.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

from coverage import CoverageData

from tools.mutants import SURVIVED, MutantError, copied, replaced, verdict
from tools.mutants.operators import Change, iterate
from tools.output import say

_MOST_TESTS = 40
"""How many tests are run for a mutant; those that run the line alone come first."""
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change of a file that tests run.

    Attributes:
        path: The file, below the tree.
        change: The change.
        tests: The tests that run its line, the most particular ones first.
    """

    path: str
    change: Change
    tests: tuple[str, ...]


def candidates(tree: Path, folder: str, data: CoverageData, weights: Mapping[str, int]) -> list[Candidate]:
    """Return every change in a folder whose line some test runs, outside of imports."""
    found: list[Candidate] = []
    for file in sorted((tree / folder).rglob("*.py")):
        path = file.relative_to(tree).as_posix()
        measured = next((each for each in data.measured_files() if each.endswith(f"/{path}")), None)
        contexts = data.contexts_by_lineno(measured) if measured is not None else {}
        for change in iterate(file.read_bytes()):
            tests = _tests_of(contexts.get(change.line, []))
            if tests:
                ordered = sorted(tests, key=lambda each: (weights[each], each))
                found.append(Candidate(path, change, tuple(ordered[:_MOST_TESTS])))
    return found


def _weights(data: CoverageData) -> Mapping[str, int]:
    """Return how many files each test runs: one that runs few is about one of them."""
    weights = Counter[str]()
    for file in data.measured_files():
        weights.update(_tests_of(chain.from_iterable(data.contexts_by_lineno(file).values())))
    return weights


def _tests_of(contexts: Iterable[str]) -> set[str]:
    """Return the tests of contexts such as `tests/test_demo.py::test_it|run`; what an import runs is in an empty one."""
    return {each.partition("|")[0] for each in contexts if each}


def tried(tree: Path, sample: Sequence[Candidate]) -> Iterator[tuple[Candidate, str]]:
    """Yield each candidate with the first test that fails, or `SURVIVED`."""
    for each in sample:
        file = tree / each.path
        with replaced(file, each.change.applied(file.read_bytes())):
            by = _verdict(tree, each.tests)
        yield each, by


def _verdict(tree: Path, tests: Sequence[str]) -> str:
    try:
        return verdict(tree, ["-m", "", *tests], _PATIENCE)
    except MutantError as error:
        # Where the tests cannot even be collected, the mutant is noticed as well.
        return str(error).splitlines()[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where a mutant survives."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutants.sample", description=__doc__.splitlines()[0]
    )
    parser.add_argument("folders", nargs="+", help="where to change something")
    parser.add_argument("--seed", type=int, required=True, help="decides which changes are tried")
    parser.add_argument("--count", type=int, default=50, help="how many in each folder")
    parser.add_argument("--first", type=int, default=0, help="how many of them to leave out")
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="begin no other one after that time"
    )
    parser.add_argument("--coverage", default=".coverage", help="the file with the lines that each test runs")
    given = parser.parse_args(arguments)
    data = CoverageData(given.coverage)
    data.read()
    weights = _weights(data)
    end = time.monotonic() + given.seconds
    survived = 0
    with copied() as tree:
        for folder in given.folders:
            known = candidates(tree, folder, data, weights)
            random = Random(f"{given.seed}/{folder}")  # noqa: S311 - so that the sample can be taken again
            sample = random.sample(known, min(given.count, len(known)))[given.first :]
            done = _run(tree, sample, end)
            lost = sum(each == SURVIVED for each in done)
            survived += lost
            say(
                f"{folder}: {len(done) - lost} of {len(done)} killed, of {len(known):,} mutants; seed {given.seed}"
            )
    return int(survived > 0)


def _run(tree: Path, sample: Sequence[Candidate], end: float) -> list[str]:
    done: list[str] = []
    for candidate, by in tried(tree, sample):
        done.append(by)
        change = candidate.change
        say(f"{candidate.path}:{change.line}: {change.what}: {by}")
        if time.monotonic() > end:
            break
    return done


if __name__ == "__main__":
    sys.exit(main())
