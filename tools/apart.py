"""Runs work in a process of its own, which may end in any way: it hangs, its stack overflows, it takes too much.

It is a fork of this one, which Windows does not know.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

_BYTES = 8 * 2**30
"""The memory that it may ask for; threads reserve much more for their stacks than they use. Only Linux keeps the limit."""


@dataclass(frozen=True, slots=True)
class Died:
    """The process was ended by a signal.

    Attributes:
        signal: Which one; `SIGPROF` where it took too long.
    """

    signal: signal.Signals

    @property
    def was_too_slow(self) -> bool:
        """Whether it has taken more processor time than it may."""
        return self.signal is signal.SIGPROF


def apart(work: Callable[[Callable[[object], None]], object]) -> Iterator[Any]:
    """Run work in a fork of this process, and yield what it sends; `Died` comes last where a signal has ended it.

    Args:
        work: Is handed a function that sends an object, which has to be one that can be pickled.

    Raises:
        RuntimeError: It has raised an exception.
    """
    receiver, sender = Pipe(duplex=False)
    sys.stdout.flush()
    child = os.fork()
    if not child:
        receiver.close()
        _run(work, sender)
    sender.close()
    try:
        while True:
            yield receiver.recv()
    except (EOFError, pickle.UnpicklingError):
        pass
    finally:
        receiver.close()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        yield Died(signal.Signals(-status))
    elif status:
        raise RuntimeError(f"the work ended with exit code {status}")


def limit(seconds: float) -> None:
    """End this process once it has taken so much more processor time; nothing that it runs can prevent that."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _run(work: Callable[[Callable[[object], None]], object], sender: Connection) -> None:
    status = 1
    try:
        if sys.platform == "linux":
            import resource  # noqa: PLC0415 - Windows has no such module

            resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
        work(sender.send)
        status = 0
    except BaseException:  # noqa: BLE001 - this process ends here, whatever happens
        sys.excepthook(*sys.exc_info())
    finally:
        sender.close()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
