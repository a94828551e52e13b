"""What is measured: for each corpus the rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from at_scale import CHANGES
from corpus import write_handlers
from keystroke import measure_keystroke
from measure import Command, Cost, in_turns, run
from others import MissingError, Tools
from reach import write_chains, write_wide
from repository import PYTHON, TYPESCRIPT, write_repository
from typescript import write_correct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DENSE_LINES, WIDE_MODULES, WIDE_LINES, CHAINED_FILES, REPOSITORY_FILES = 20_000, 500, 300, 377, 10_000
_SECONDS: Final = "s"
_NONE: Final[Mapping[str, Callable[[], Command]]] = {}


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        corpus: What was checked.
        what: What was measured.
        cost: What that cost.
        against: What it is compared with.
        other: What that cost.
        most: What the ratio may be; `None` where there is no target.
        unit: What both are counted in: `s` of processor time, `s waited` of wall-clock time, or `MB`.
    """

    corpus: str
    what: str
    cost: float
    against: str
    other: float
    most: float | None = None
    unit: str = _SECONDS

    @property
    def ratio(self) -> float:
        """Return how many times as much it costs."""
        return self.cost / self.other

    @property
    def is_met(self) -> bool:
        """Return whether the target is met, if there is one."""
        return self.most is None or self.ratio <= self.most

    def shown(self, amount: float) -> str:
        """Return an amount with its unit."""
        if self.unit == "MB":
            return f"{amount:.0f} MB"
        return f"{amount * 1000:.0f} m{self.unit}" if amount < 1 else f"{amount:.2f} {self.unit}"


@dataclass
class Bench:
    """One run of the benchmark.

    Attributes:
        tools: What is run.
        rounds: How often.
        scale: A share of the size of each corpus.
        missing: What could not be measured.
        figures: What `at_scale.py` reckons with, in seconds of processor time.
    """

    tools: Tools
    rounds: int
    scale: float
    missing: list[str] = field(default_factory=list[str])
    figures: dict[str, float] = field(default_factory=dict[str, float])

    def size(self, whole: int) -> int:
        """Return the size of a corpus."""
        return max(int(whole * self.scale), 10)

    def folder(self, name: str) -> Path:
        """Return a folder for a corpus."""
        folder = self.tools.scratch / name
        folder.mkdir()
        return folder

    def turns(self, commands: dict[str, Callable[[], Command]]) -> dict[str, Cost]:
        """Run commands in turns, without those that are not installed."""
        made = {name: self._made(name, make) for name, make in commands.items()}
        found = {name: command for name, command in made.items() if command is not None}
        return dict(zip(found, in_turns(list(found.values()), self.rounds), strict=True))

    def _made(self, name: str, make: Callable[[], Command]) -> Command | None:
        try:
            return make()
        except MissingError as error:
            self.missing.append(f"{name} ({error})")
            return None


def _beside_the_parse(
    bench: Bench, folder: Path, files: Iterable[Path], others: Mapping[str, Callable[[], Command]] = _NONE
) -> dict[str, Cost]:
    """Measure wflint on a folder, LibCST's parse of the files in it, and others on the folder."""
    tools = bench.tools
    return bench.turns(
        {
            "wflint": lambda: tools.wflint(folder, "--isolated", "-j", "1"),
            "LibCST's parse": lambda: tools.libcst(files, folder.name),
            **others,
        }
    )


def _beside(corpus: str, costs: dict[str, Cost], targets: dict[str, float | None]) -> Iterator[Row]:
    """Yield a row for everything that wflint is compared with."""
    own = costs["wflint"].cpu
    for name, most in targets.items():
        if name in costs:
            yield Row(corpus, "wflint", own, name, costs[name].cpu, most)


def dense(bench: Bench) -> Iterator[Row]:
    """Measure correct handlers and nothing else."""
    tools, folder = bench.tools, bench.folder("dense")
    files = write_handlers(folder, bench.size(DENSE_LINES), correct=True)
    others = {
        "flake8": lambda: tools.flake8(folder),
        "pylint with one checker": lambda: tools.pylint(folder),
        "Fixit with one rule": lambda: tools.fixit(folder),
        "Ruff": lambda: tools.ruff(folder),
    }
    costs = _beside_the_parse(bench, folder, files, others)
    targets = {"LibCST's parse": 1.4, "flake8": 0.9, "pylint with one checker": None}
    yield from _beside("dense, no findings", costs, {**targets, "Fixit with one rule": None, "Ruff": None})
    both = in_turns([tools.wflint(folder, "--isolated", "-j", each) for each in "21"], bench.rounds)
    yield Row("dense, no findings", "wflint -j 2", both[0].wall, "-j 1", both[1].wall, 0.6, "s waited")


def findings(bench: Bench) -> Iterator[Row]:
    """Measure handlers with mistakes, with a finding in twenty lines."""
    folder = bench.folder("findings")
    files = write_handlers(folder, bench.size(DENSE_LINES), correct=False)
    costs = _beside_the_parse(bench, folder, files, {"flake8": lambda: bench.tools.flake8(folder)})
    yield from _beside("dense, one finding in twenty lines", costs, {"LibCST's parse": 2.0, "flake8": None})


def wide(bench: Bench) -> Iterator[Row]:
    """Measure handlers that reach a little of much."""
    folder = bench.folder("wide")
    modules, handlers = write_wide(folder, bench.size(WIDE_MODULES), WIDE_LINES)
    costs = _beside_the_parse(bench, folder, [*modules, *handlers])
    corpus = f"one function in each of {len(modules)} modules of {WIDE_LINES} lines"
    yield from _beside(corpus, costs, {"LibCST's parse": 0.45})


def chains(bench: Bench) -> Iterator[Row]:
    """Measure workflows that reach many files."""
    folder = bench.folder("chains")
    files = write_chains(folder, bench.size(CHAINED_FILES))
    costs = _beside_the_parse(bench, folder, files)
    yield from _beside(f"{len(files)} files reached by nine workflows", costs, {"LibCST's parse": 1.8})


def repository(bench: Bench) -> Iterator[Row]:
    """Measure a repository of ordinary code with handlers in one file of a hundred: cold, warm, and after a change."""
    tools, folder = bench.tools, bench.folder("repository")
    files = write_repository(folder, bench.size(REPOSITORY_FILES), PYTHON)
    corpus = f"repository of {len(files):,} files, 1 % with handlers"
    costs = bench.turns(
        {
            "wflint": lambda: tools.wflint(folder, "-j", "1"),
            "Ruff": lambda: tools.ruff(folder),
        }
    )
    yield from _beside(f"{corpus}, cold", costs, {"Ruff": 1.0})
    yield Row(f"{corpus}, peak memory", "wflint", costs["wflint"].megabytes, "150 MB", 150.0, 1.0, "MB")
    run(tools.wflint(folder, is_warm=True))
    warm, click, status = in_turns(
        [tools.wflint(folder, is_warm=True), tools.import_click(), tools.git_status(folder)], bench.rounds
    )
    least = click.cpu + 3 * status.cpu
    yield Row(f"{corpus}, warm", "wflint", warm.cpu, "`import click` + 3 x `git status`", least, 1.0)
    # A share of the work that no part falls to: all files are found, read and divided, and none is checked.
    (divide,) = in_turns([tools.wflint(folder, "-j", "1", "--shard", "1/999999")], bench.rounds)
    bench.figures |= {
        "files": len(files),
        "divide": divide.cpu,
        "cold": costs["wflint"].cpu,
        "warm": warm.cpu,
        "start": click.cpu,
    }
    handler = next(file for file in files if file.name.startswith("workflow_"))
    ordinary = next(file for file in files if not file.name.startswith("workflow_"))
    for what, file in zip(CHANGES, (handler, ordinary), strict=True):
        after, parse = _after_changes(bench, folder, file)
        bench.figures[f"after {what}"] = after
        least = warm.cpu + 2 * parse
        yield Row(f"{corpus}, {what} changed", "wflint", after, "warm + 2 x the parse of it", least, 1.0)


def _after_changes(bench: Bench, folder: Path, file: Path) -> tuple[float, float]:
    """Return what a check costs after a change of a file, and what it costs to parse that."""
    text = file.read_text(encoding="utf-8")
    changes = iter(range(bench.rounds + 1))

    def change(_command: Command) -> None:
        file.write_text(f"{text}\n# changed {next(changes)}\n", encoding="utf-8")

    (after,) = in_turns([bench.tools.wflint(folder, is_warm=True)], bench.rounds, change)
    file.write_text(text, encoding="utf-8")
    parsed, nothing = in_turns(
        [bench.tools.libcst([file], "changed"), bench.tools.libcst([], "nothing")], bench.rounds
    )
    return after.cpu, max(parsed.cpu - nothing.cpu, 0.0)


def start(bench: Bench) -> Iterator[Row]:
    """Measure what has nothing to do."""
    tools, folder = bench.tools, bench.folder("empty")
    rounds = bench.rounds * 5
    empty, version, click = in_turns([tools.wflint(folder), tools.version(), tools.import_click()], rounds)
    yield Row("empty folder", "wflint check", empty.cpu, "`import click`", click.cpu, 1.5)
    yield Row("no folder", "wflint --version", version.cpu, "`import click`", click.cpu, 1.5)


def typescript(bench: Bench) -> Iterator[Row]:
    """Measure a repository in TypeScript, and handlers and nothing else."""
    tools, folder = bench.tools, bench.folder("typescript")
    files = write_repository(folder, bench.size(REPOSITORY_FILES), TYPESCRIPT)
    costs = bench.turns(
        {"wflint": lambda: tools.wflint(folder, "-j", "1"), "oxlint": lambda: tools.oxlint(folder)}
    )
    yield from _beside(f"TypeScript repository of {len(files):,} files, cold", costs, {"oxlint": 1.0})
    correct = bench.folder("typescript-dense")
    write_correct(correct, bench.size(DENSE_LINES))
    costs = bench.turns(
        {
            "wflint": lambda: tools.wflint(correct, "--isolated", "-j", "1"),
            "ESLint with typescript-eslint": lambda: tools.eslint(correct),
            "oxlint": lambda: tools.oxlint(correct),
        }
    )
    targets = {"ESLint with typescript-eslint": 0.2, "oxlint": None}
    yield from _beside("TypeScript, dense, no findings", costs, targets)


def keystroke(bench: Bench) -> Iterator[Row]:
    """Measure what an editor waits for."""
    took, parse = measure_keystroke(bench.folder("keystroke"), bench.size(200), bench.rounds * 3)
    against = "1.5 x the parse of the definition + 100 ms"
    yield Row(
        "keystroke, 200 handlers in a file", "diagnostics", took, against, 1.5 * parse + 0.1, 1.0, "s waited"
    )


GROUPS: Final = {
    "dense": dense,
    "findings": findings,
    "wide": wide,
    "chains": chains,
    "repository": repository,
    "start": start,
    "typescript": typescript,
    "keystroke": keystroke,
}
"""What can be measured, each by itself."""
