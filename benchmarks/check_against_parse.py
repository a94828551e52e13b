"""Compares a whole check with the bare parse of the same handler files: how much does everything else cost?

Both run in this process, in turns, so that neither the interpreter's start nor the machine's mood counts.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import libcst
from corpus import write_handlers, write_long_file, write_plain_project

from wflint.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TARGETS = {"correct handlers": 1.6, "one long handler file": 1.6, "handlers with mistakes": 2.2}
"""At most so many times the parse."""

HANDLER_LINES, LONG_FILE_LINES, PLAIN_FILES = 6000, 1000, 2000


def run_check(folder: Path) -> str:
    """`wflint check --no-cache FOLDER` in this process: find the files, check them, render the findings; gives the output."""
    output = folder.parent / "output.txt"
    arguments = [
        "check",
        "--no-cache",
        "--exit-zero",
        "--isolated",
        "--output-file",
        str(output),
        str(folder),
    ]
    # As the console script does, which ends without having looked for garbage; the bare parse runs as anybody would
    # call it, and `seconds` lets the garbage of a check be collected while no clock runs.
    gc.disable()
    cli.main(arguments, standalone_mode=False)
    return output.read_text(encoding="utf-8")


def run_parse(files: Iterable[Path]) -> None:
    """Read the files and have LibCST parse them, nothing else."""
    for file in files:
        libcst.parse_module(file.read_text(encoding="utf-8"))


def seconds(work: Callable[[], object]) -> float:
    """How much processor time it takes, with the garbage of earlier rounds out of the way."""
    gc.enable()
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(title: str, folder: Path, files: list[Path], rounds: int) -> bool:
    """Print both times of one corpus, and return whether the median of their ratios meets the target.

    Args:
        title: What the corpus is, a key of `TARGETS`.
        folder: What is checked.
        files: What is parsed.
        rounds: How often, in turns, after one round that only warms up.
    """
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    findings = len(re.findall(r"^WF\d+ (?:error|warning)\[", run_check(folder), re.MULTILINE))
    run_parse(files)
    pairs = [(seconds(lambda: run_check(folder)), seconds(lambda: run_parse(files))) for _ in range(rounds)]
    checked, parsed = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(check_time / parse_time for check_time, parse_time in pairs)
    print(
        f"{title:<24}{len(files):>6} files {lines:>7,} lines {findings:>5} findings"
        f"   check {checked * 1000:8.1f} ms   parse {parsed * 1000:8.1f} ms"
        f"   ratio {ratio:.2f} (at most {TARGETS[title]:.1f})"
    )
    return ratio <= TARGETS[title]


def measure_plain_project(folder: Path, files: int, rounds: int) -> None:
    """Print how long a project without handlers takes, where there is nothing to parse."""
    run_check(folder)
    taken = statistics.median(seconds(lambda: run_check(folder)) for _ in range(rounds))
    print(f"{'no handlers':<24}{files:>6} files{'':33}check {taken * 1000:8.1f} ms")


def profile(folder: Path) -> None:
    """Print where a check spends its time, once everything is imported."""
    run_check(folder)
    profiler = cProfile.Profile()
    profiler.runcall(run_check, folder)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(25)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> int:
    """Run the benchmark; the exit code says whether all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often to run both, in turns")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        correct, wrong, long, plain = (Path(name) / part for part in ("correct", "wrong", "long", "plain"))
        files = write_handlers(correct, HANDLER_LINES, correct=True)
        wrong_files = write_handlers(wrong, HANDLER_LINES, correct=False)
        if arguments.profile:
            profile(correct)
            return 0
        long_file = write_long_file(long, LONG_FILE_LINES)
        write_plain_project(plain, PLAIN_FILES)
        are_met = [
            compare("correct handlers", correct, files, arguments.rounds),
            compare("one long handler file", long, [long_file], arguments.rounds),
            compare("handlers with mistakes", wrong, wrong_files, arguments.rounds),
        ]
        measure_plain_project(plain, PLAIN_FILES, arguments.rounds)
    return int(not all(are_met))


if __name__ == "__main__":
    sys.exit(main())
