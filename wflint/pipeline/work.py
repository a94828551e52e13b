"""Parts that are handed to other processes, a few at a time; what comes back is plain data, as it is remembered, too."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.parts.asked import Asked, Disk
from wflint.parts.codec import decoded, encoded
from wflint.parts.part import Part, PartResult
from wflint.workspace.progress import Progress, no_progress

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from wflint.checking.options import CheckOptions
    from wflint.workspace.workspace import Workspace

_BATCHES: Final = 8
"""How many batches a process is given in the course of a run: fewer leave some of them idle in the end."""
PAYS_FROM: Final = 400_000
"""Bytes of code from which a further process pays for its start."""

MakeExecutor = Callable[[int], AbstractContextManager["Executor"]]
"""Starts some processes, and stops them when their work is done."""


class Work(NamedTuple):
    """Some parts to be checked.

    Attributes:
        parts: The parts.
        options: What to look for.
        base: The working directory, where the files are found.
        verifies: Whether fixes are verified.
    """

    parts: tuple[Part, ...]
    options: CheckOptions
    base: Path
    verifies: bool


class Done(NamedTuple):
    """What came of a part."""

    result: PartResult
    asked: Asked


def do(work: Work) -> str:
    """Check some parts in a process of somebody else's, and return what came of each as JSON."""
    from wflint.pipeline.limits import on_deep_stack

    os.chdir(work.base)
    return on_deep_stack(lambda: json.dumps([[encoded(each) for each in done] for done in do_here(work)]))


def do_here(work: Work, workspace: Workspace | None = None, progress: Progress = no_progress) -> list[Done]:
    """Check some parts in this process.

    Args:
        work: The parts.
        workspace: What has been read and parsed here.
        progress: Hears of a long check's progress.
    """
    from wflint.parts.check import check_part
    from wflint.pipeline.limits import analysis_limits
    from wflint.workspace.workspace import Workspace

    known = workspace if workspace is not None else Workspace()
    disk = Disk(work.base, {})
    check = partial(check_part, options=work.options, disk=disk, verifies=work.verifies)
    with analysis_limits():
        return [Done(*check(part, workspace=known, progress=progress)) for part in work.parts]


def do_elsewhere(work: Work, executor: Executor, processes: int) -> Iterator[tuple[Part, Done | None]]:
    """Have the parts checked by an executor, and yield them in its order with what came of them.

    Where a process ends before its work is done, its parts come back without a result.
    """
    batches = [work._replace(parts=parts) for parts in _batches(work.parts, processes * _BATCHES)]
    waiting = [(each, executor.submit(do, each)) for each in batches]
    for batch, future in waiting:
        try:
            results = _read(future.result())
        except (OSError, RuntimeError, ValueError):  # the process was ended, as for want of memory
            results = []
        yield from zip(batch.parts, [*results, *[None] * (len(batch.parts) - len(results))], strict=True)


def _read(text: str) -> list[Done]:
    return [Done(decoded(PartResult, result), decoded(Asked, asked)) for result, asked in json.loads(text)]


def _batches(parts: Sequence[Part], number: int) -> Iterator[tuple[Part, ...]]:
    """Yield the parts in batches of about the same size, in order."""
    sizes = [size_of(part) for part in parts]
    most = max(sum(sizes) // max(number, 1), 1)
    batch: list[Part] = []
    taken = 0
    for part, size in zip(parts, sizes, strict=True):
        batch.append(part)
        taken += size
        if taken >= most:
            yield tuple(batch)
            batch, taken = [], 0
    if batch:
        yield tuple(batch)


def size_of(part: Part) -> int:
    """Return how many bytes the files of a part have."""
    return sum(file.real.stat().st_size for file in part.files if file.real.is_file())
