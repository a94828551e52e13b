"""What an analysis asks of the process that it runs in: deep recursion, and no collection of garbage meanwhile."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

_Result = TypeVar("_Result")
_RECURSION_LIMIT: Final = 5000
"""Calls are followed into each other, each of them through a dozen functions of the analysis."""
_DEEP_LIMIT: Final = 150_000
"""Python compiles expressions that are nested some thousands deep, and each level takes a dozen functions of the analysis."""
_STACK_SIZE: Final = 512 * 2**20
"""What such recursion takes in bytes; the system gives memory to the part that is used."""
_PATIENCE: Final = 2.0
"""For how many seconds an interrupted thread may clean up."""


@dataclass(slots=True, eq=False)
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


def on_deep_stack(function: Callable[[], _Result]) -> _Result:
    """Run a function on a thread whose stack is large enough for whatever Python itself compiles.

    Threads that are started meanwhile have such a stack as well.

    Raises:
        KeyboardInterrupt: The user has interrupted the process; the function has been, too.
    """
    result: list[_Result] = []
    errors: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            result.append(function())
        except BaseException as error:  # noqa: BLE001 - it is raised where the thread was started
            errors.append(error)
        finally:
            ended.set()

    old_size, old_limit = threading.stack_size(_STACK_SIZE), sys.getrecursionlimit()
    sys.setrecursionlimit(max(old_limit, _DEEP_LIMIT))
    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        _wait(thread, ended)
    finally:
        sys.setrecursionlimit(old_limit)
        threading.stack_size(old_size)
    if errors:
        raise errors[0]
    return result[0]


def _wait(thread: threading.Thread, ended: threading.Event) -> None:
    """Wait for a thread; an interrupt, which only the main thread hears of, is handed on to it.

    Raises:
        KeyboardInterrupt: The thread has not ended soon after; one that has says itself what came of it.
    """
    try:
        ended.wait()  # an interrupted `Thread.join` takes the thread for one that has ended
    except KeyboardInterrupt:
        import ctypes  # noqa: PLC0415 - runs are seldom interrupted

        interrupt = ctypes.py_object(KeyboardInterrupt)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), interrupt)
        if not ended.wait(_PATIENCE):
            raise


@contextmanager
def garbage_later() -> Generator[None]:
    """Collect no garbage before this ends, where somebody waits; whatever comes then collects it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


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
