"""Measures how the time of a check grows with the code: each shape is doubled until that takes long enough to be measured.

LibCST's parse is left out, since it is another project's: where that takes four times as long for twice the code, its
exponent is printed and nothing fails.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import libcst
from growth_python import PYTHON
from growth_shapes import Files, Shape
from growth_typescript import TYPESCRIPT

from tools.apart import apart, limit
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_session
from wflint.explaining import explain_session
from wflint.files.discovery import discover
from wflint.findings import Level
from wflint.languages import SUFFIXES
from wflint.pipeline.limits import on_deep_stack
from wflint.rules import all_rules
from wflint.workspace.session import Session

AT_MOST = 1.2
"""The exponent of n log n, over the sizes that are measured, is below that."""
ENOUGH = 0.4
"""Seconds that the largest size takes at least, where the shape can be made large enough."""
TOO_LONG = 20.0
"""Seconds after which a size is given up: the shape before it was half as large, and took a fraction of `ENOUGH`."""
NEGLIGIBLE = 0.05
"""Seconds below which a shape at its largest shows nothing but noise."""
_Result = TypeVar("_Result")
_OPTIONS = CheckOptions(frozenset(rule.name for rule in all_rules()), min_level=Level.INFO)


class TooLongError(Exception):
    """A size takes longer than `TOO_LONG`."""


@dataclass(frozen=True, slots=True)
class Times:
    """The seconds of processor time that one size takes.

    Attributes:
        size: How often the shape repeats what it repeats.
        parse: The bare parse.
        check: The check without the parse.
        explain: What comes on top when the workflows are explained.
    """

    size: int
    parse: float
    check: float
    explain: float


@contextmanager
def _timed_parse() -> Iterator[Callable[[], float]]:
    """Measure LibCST's parse meanwhile; gives what tells the seconds so far."""
    parse, taken = libcst.parse_module, [0.0]

    def timed(source: str | bytes) -> libcst.Module:
        start = time.process_time()
        try:
            return parse(source)
        finally:
            taken[0] += time.process_time() - start

    libcst.parse_module = timed  # type: ignore[assignment]
    try:
        yield lambda: taken[0]
    finally:
        libcst.parse_module = parse


def checked(files: Files, folder: Path) -> tuple[float, float, float]:
    """Return how long LibCST takes for files, the rest of a check with all rules, and the explanation of their workflows.

    Raises:
        RuntimeError: There is no handler in them, so nothing is measured, or wflint has failed.
    """
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    session = Session(discover([folder], suffixes=SUFFIXES, cwd=folder), _OPTIONS.scope)
    with _timed_parse() as parse:
        check, report = _timed(lambda: check_session(session, _OPTIONS))
    explain, explanation = _timed(lambda: explain_session(session))
    problems = [*report.failures, *explanation.internal_errors, *report.errors]
    if problems or not report.handlers:
        raise RuntimeError(str(problems[0]) if problems else "there is no handler")
    return parse(), check - parse(), explain


def _timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    gc.collect()
    gc.disable()  # as while a check runs
    try:
        start = time.process_time()
        result = work()
        return time.process_time() - start, result
    finally:
        gc.enable()


def measure(shape: Shape, size: int, runs: int) -> Times:
    """Measure one size; of several runs, the fastest is the one that the machine has disturbed least."""
    files = shape.files(size)
    found: list[tuple[float, float, float]] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            found.append(checked(files, Path(folder)))
    parse, check, explain = map(min, zip(*found, strict=True))
    return Times(size, parse, check, explain)


def grow(shape: Shape, runs: int) -> list[Times]:
    """Double a shape until a check of it takes long enough, in a process of its own.

    Raises:
        TooLongError: The last doubling does not come to an end; says of which size.
    """

    def work(send: Callable[[object], None]) -> None:
        size, largest = shape.smallest, 0.0
        while size <= shape.largest and (largest < ENOUGH or size < 4 * shape.smallest):
            send(size)
            limit(TOO_LONG * runs)
            times = on_deep_stack(partial(measure, shape, size, runs))
            send(times)
            size, largest = 2 * size, max(times.check, times.explain)

    found: list[Times] = []
    begun = 0
    for each in apart(work):
        match each:
            case Times():
                found.append(each)
            case int():
                begun = each
            case _:
                raise TooLongError(f"size {begun} does not end within {TOO_LONG:.0f} s")
    return found


def exponent(times: Sequence[Times], of: Callable[[Times], float]) -> float:
    """Fit the exponent of growth through the largest sizes, by least squares of the logarithms."""
    last = times[-3:]
    points = [(math.log(each.size), math.log(max(of(each), 1e-4))) for each in last]
    middle_x, middle_y = (sum(each) / len(points) for each in zip(*points, strict=True))
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    below = sum((x - middle_x) ** 2 for x, _ in points)
    return above / below if below else 0.0


def report(language: str, shape: Shape, runs: int) -> bool:
    """Measure a shape and print its line; return whether it grows as it should."""
    title = f"{language} {shape.name}"
    try:
        times = grow(shape, runs)
    except (TooLongError, RuntimeError) as error:
        print(f"{title:<58} {error}  FAILS", flush=True)
        return False
    parse, check, explain = (
        exponent(times, of)
        for of in (lambda each: each.parse, lambda each: each.check, lambda each: each.explain)
    )
    last = times[-1]
    counts = [("check", last.check, check), ("explain", last.explain, explain)]
    meets = all(value <= AT_MOST for _, taken, value in counts if taken > NEGLIGIBLE)
    shown = "   ".join(f"{name} {taken * 1000:7.0f} ms ^{value:5.2f}" for name, taken, value in counts)
    print(
        f"{title:<58}{last.size:>6}   {shown}   parse ^{parse:5.2f}{'' if meets else '  FAILS'}", flush=True
    )
    return meets


def main() -> int:
    """Run the benchmark; the exit code says whether every shape grows as it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=3, help="how often to measure each size; the fastest counts"
    )
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="measure shapes whose line contains a text"
    )
    arguments = parser.parse_args()
    shapes = [
        (language, shape)
        for language, group in (("python", PYTHON), ("typescript", TYPESCRIPT))
        for shape in group
        if arguments.only in f"{language} {shape.name}"
    ]
    on_deep_stack(lambda: measure(shapes[0][1], 8, 1))  # what is loaded and made once
    failed = sum(not report(language, shape, arguments.runs) for language, shape in shapes)
    print(f"{len(shapes)} shapes, {failed} grow faster than the power of {AT_MOST}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
