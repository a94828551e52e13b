"""What an analysis asks of the process that it runs in: deep recursion, and no collection of garbage meanwhile."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_RECURSION_LIMIT: Final = 5000
"""Calls are followed into each other, each of them through a dozen functions of the analysis."""


@dataclass(slots=True)
class _Process:
    """The settings of this process, which all its threads share.

    Attributes:
        running: How many analyses are going on.
        recursion_limit: The limit before the first of them began.
        collects: Whether garbage was collected then.
    """

    running: int = 0
    recursion_limit: int = 0
    collects: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, *, collects: bool) -> None:
        with self.lock:
            if not self.running:
                self.recursion_limit, self.collects = sys.getrecursionlimit(), gc.isenabled()
                sys.setrecursionlimit(max(self.recursion_limit, _RECURSION_LIMIT))
                gc.disable()
            self.running += 1
            if collects:
                gc.enable()

    def leave(self) -> None:
        with self.lock:
            self.running -= 1
            if not self.running:
                sys.setrecursionlimit(self.recursion_limit)
                (gc.enable if self.collects else gc.disable)()


_PROCESS: Final = _Process()


@contextmanager
def analysis_limits(*, collects: bool = False) -> Generator[None]:
    """Let this process run analyses; its settings are restored when the last of them has ended.

    The trees of a check live until it ends, so looking them over for garbage is wasted: a fifth of the time.

    Args:
        collects: Whether garbage is collected all the same, as it must be where one check follows another.
    """
    _PROCESS.enter(collects=collects)
    try:
        yield
    finally:
        _PROCESS.leave()
