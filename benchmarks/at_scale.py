"""Reckons from measured costs what checks of very many files take: a monorepo, and a fleet of repositories.

Sizes and changes are drawn with a fixed seed. Nothing of that size is checked; what it says follows from `figures.json`,
which `make bench` writes, and from the assumptions that stand in the tables.
"""

from __future__ import annotations

import heapq
import json
import random
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIGURES: Final = REPOSITORY / "benchmarks" / "figures.json"
SEED: Final = 18
MONOREPO_FILES, REPOSITORIES = 2_000_000, 5_000
COMMITS: Final = 200
CHANGED_FILES: Final = 6
"""How many files a commit changes in the median; a tenth of all commits change more than forty."""
REACHED: Final = 12
"""How many files are checked again on account of each, since they reach it or it is in their part."""
MEDIAN_FILES: Final = 600
"""Of a repository of the fleet; one in a hundred has more than 10,000."""
RUNNERS: Final = 20
ACTIVE: Final = 0.3
"""The share of the fleet that has changed since the night before."""
CHANGES: Final = ("a handler's file", "an ordinary file")
"""What has been changed in the two checks that `figures.json` names `after …`."""


@dataclass(frozen=True)
class Costs:
    """Seconds of processor time, measured on the benchmark's repository.

    Attributes:
        start: A run that has nothing to do.
        divide: To find, read and divide one file, for the first time.
        check: To check one file, with its share of handlers, for the first time.
        look: To see that one file has not changed.
        look_after_a_change: The same where another file has changed.
    """

    start: float
    divide: float
    check: float
    look: float
    look_after_a_change: float

    @classmethod
    def of(cls, figures: Mapping[str, float]) -> Costs:
        """Return the costs of one file each, from what was measured."""
        files, start = figures["files"], figures["start"]
        return cls(
            start,
            (figures["divide"] - start) / files,
            max((figures["cold"] - figures["divide"]) / files, 0.0),
            (figures["warm"] - start) / files,
            (statistics.mean(figures[f"after {each}"] for each in CHANGES) - start) / files,
        )


def monorepo(costs: Costs) -> Iterable[str]:
    """Yield the rows on a monorepo: shards that each look at all files, and shards that are given folders."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    changed = [_changed(draw) for _ in range(COMMITS)]
    slowest = statistics.quantiles(changed, n=20)[-1]
    for shards in (1, 16, 64, 256):
        own = MONOREPO_FILES / shards
        for name, seen in (("`--shard`", float(MONOREPO_FILES)), ("folders", own)):
            cold = costs.start + seen * costs.divide + own * costs.check
            look = costs.start + seen * costs.look_after_a_change
            again = [
                look + _again(number / shards, own, costs) for number in (statistics.median(changed), slowest)
            ]
            yield f"| {shards} | {name} | {_time(cold)} | {_time(again[0])} | {_time(again[1])} | {_time(shards * again[0])} |\n"


def _changed(draw: random.Random) -> float:
    return draw.lognormvariate(0.0, 1.5) * CHANGED_FILES


def _again(changed: float, files: float, costs: Costs) -> float:
    """Return what changed files cost beside the look at all: what reaches them is read, divided and checked again."""
    reached = (
        changed * REACHED * (costs.divide + costs.check * 100)
    )  # they have handlers, not one in a hundred
    return min(reached, files * (costs.divide + costs.check))


def fleet(costs: Costs) -> Iterable[str]:
    """Yield the rows on a fleet whose repositories are checked every night by some runners."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    sizes = [max(int(draw.lognormvariate(0.0, 1.2) * MEDIAN_FILES), 5) for _ in range(REPOSITORIES)]
    for hits in (0.0, 0.9, 1.0):
        works = [_night(size, costs, draw, hits) for size in sizes]
        yield (
            f"| {hits:.0%} | {sum(sizes):,} | {_time(sum(works))} | {_time(_makespan(works))} "
            f"| {_time(statistics.median(works))} | {_time(max(works))} |\n"
        )


def _night(size: int, costs: Costs, draw: random.Random, hits: float) -> float:
    """Return what the check of one repository takes, where its cache is there with some probability."""
    if draw.random() >= hits:
        return costs.start + size * (costs.divide + costs.check)
    changed = min(_changed(draw) * 5, size) if draw.random() < ACTIVE else 0.0
    look = costs.look_after_a_change if changed else costs.look
    return costs.start + size * look + _again(changed, size, costs)


def _makespan(works: Iterable[float]) -> float:
    """Return when the last runner is done, where each takes the largest repository that is left."""
    ends = [0.0] * RUNNERS
    for work in sorted(works, reverse=True):
        heapq.heappushpop(ends, ends[0] + work)
    return max(ends)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def text_of(figures: Mapping[str, float]) -> str:
    """Return both tables as Markdown, with the costs and the assumptions that they follow from."""
    costs = Costs.of(figures)
    each = (costs.divide, costs.check, costs.look, costs.look_after_a_change)
    divide, check, look, changed = (f"{cost * 1_000_000:.0f} µs" for cost in each)
    return f"""\
Measured on the repository of {figures["files"]:,.0f} files above, of which one in a hundred has handlers, for each file: {divide} to find,
read and divide it for the first time, {check} to check it, {look} to see that it has not changed, {changed} if another one has;
{costs.start * 1000:.0f} ms for each start. All times are of one processor core.

A monorepo of {MONOREPO_FILES:,} files. A commit changes {CHANGED_FILES} files in the median, and each of them has {REACHED} files with
handlers checked again:

| jobs | each gets | cold, a job | after a commit, a job | after one commit in twenty | all jobs after a commit |
|---|---|---|---|---|---|
{"".join(monorepo(costs))}
A fleet of {REPOSITORIES:,} repositories, each of {MEDIAN_FILES} files in the median, checked every night by {RUNNERS} runners with one core
each; {ACTIVE:.0%} of them have changed, by five commits:

| caches that are there | files | all work | until the last is done | a repository | the largest |
|---|---|---|---|---|---|
{"".join(fleet(costs))}"""


def main() -> None:
    """Print what follows from the last measurement."""
    print(text_of(json.loads(FIGURES.read_text(encoding="utf-8"))), end="")


if __name__ == "__main__":
    main()
