"""A progress bar for checks that take long enough to wonder."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

from wflint.workspace.progress import no_progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from wflint.workspace.progress import Progress

_PATIENCE: Final = 1.0


@contextmanager
def progress_on(stream: TextIO, *, wanted: bool, patience: float = _PATIENCE) -> Generator[Progress]:
    """Give a listener that draws a bar on a terminal, and takes it away in the end; elsewhere one that does nothing.

    Args:
        stream: Where to draw.
        wanted: Whether anything may be drawn.
        patience: Seconds before a bar appears.
    """
    if not (wanted and stream.isatty()):
        yield no_progress
        return
    listener = _Listener(stream, time.monotonic() + patience)
    try:
        yield listener
    finally:
        listener.close()


class _Listener:
    """Draws what it hears once it has been patient for long enough; Rich is loaded only then."""

    def __init__(self, stream: TextIO, start: float) -> None:
        self._stream = stream
        self._start = start
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, doing: str, done: int, total: int | None) -> None:
        if self._bar is None:
            if time.monotonic() < self._start:
                return
            self._bar = _bar(self._stream)
            self._bar.start()
        if doing not in self._tasks:
            for task in self._tasks.values():
                self._bar.remove_task(task)
            self._tasks = {doing: self._bar.add_task(doing, total=total)}
        self._bar.update(self._tasks[doing], completed=done, total=total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=stream)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # A terminal that cannot move its cursor would be left with a line for each step.
    return Progress(*columns, console=console, transient=True, disable=not console.is_interactive)
