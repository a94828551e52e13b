"""Runs commands and says what they cost: processor time with that of all their processes, wall-clock time, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


class FailedError(Exception):
    """A command has not done what it was run for."""


@dataclass(frozen=True)
class Command:
    """A command to be measured.

    Attributes:
        words: The program and its arguments.
        folder: Where it runs.
        codes: The exit codes with which it has done its work.
    """

    words: tuple[str, ...]
    folder: Path
    codes: tuple[int, ...] = (0, 1)


@dataclass(frozen=True)
class Cost:
    """What one run has cost.

    Attributes:
        cpu: Seconds of all its processes.
        wall: Seconds that somebody has waited.
        megabytes: What its largest process took at most.
    """

    cpu: float
    wall: float
    megabytes: float


def run(command: Command) -> Cost:
    """Run a command.

    Raises:
        FailedError: It ends with another code than those it may.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        cwd=command.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Not `wait`: this tells what this process has used, with all that it has waited for.
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise FailedError(f"`{' '.join(command.words[:6])}` ends with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)  # Linux counts in kilobytes


def in_turns(
    commands: Sequence[Command], rounds: int, before: Callable[[Command], object] | None = None
) -> list[Cost]:
    """Run commands in turns, so that the machine's mood does not count, and return what each costs in the median.

    Args:
        commands: The commands.
        rounds: How often each runs, where it is more than once after a round that only warms up.
        before: What is done before each run, while no clock runs.
    """
    taken: list[list[Cost]] = [[] for _ in commands]
    for number in range(rounds + (rounds > 1)):
        for place, command in enumerate(commands):
            if before is not None:
                before(command)
            cost = run(command)
            if number or rounds == 1:
                taken[place].append(cost)
    return [_median(each) for each in taken]


def _median(costs: Iterable[Cost]) -> Cost:
    several = list(costs)
    return Cost(
        statistics.median(each.cpu for each in several),
        statistics.median(each.wall for each in several),
        max(each.megabytes for each in several),
    )
