"""Forks processes off an interpreter that has imported an SDK already, which takes longer than most of what they do.

`Nursery` is the end in the test's process; the module that it runs calls `serve`, which reads a job a line, and answers
each with the exit status of the process that did it.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONGEST = 40  # seconds
_ROOT = Path(__file__).parents[1]
_FAILED = 70


class Nursery:
    """An interpreter that bears processes, with the hash seed `seed`; `module` says what they do."""

    def __init__(self, module: str, seed: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - runs the tests' own module
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "TZ": "UTC"},
        )
        atexit.register(self.close)

    def bear(self, job: Mapping[str, Any]) -> int:
        """Have a process do the job; returns its exit status, negative where a signal ended it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the interpreter."""
        self._process.communicate()


@functools.cache
def nursery(module: str, seed: int = 0) -> Nursery:
    """Return the interpreter that runs a module with this hash seed, the same each time."""
    if not hasattr(os, "fork"):
        import pytest  # which the interpreters that fork need not have

        pytest.skip("this system cannot fork processes")
    return Nursery(module, seed)


def serve(live: Callable[[dict[str, Any]], object]) -> None:
    """Read jobs until there are no more, and have a process live through each."""
    # The processes look for lost coroutines among their own objects, not among those of the imports.
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            signal.alarm(_LONGEST)
            _live(live, json.loads(line))
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _live(live: Callable[[dict[str, Any]], object], job: dict[str, Any]) -> None:
    # What a witness prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    status = _FAILED
    try:
        live(job)
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the process ends here
        sys.excepthook(*sys.exc_info())
    finally:
        # Neither threads that wait nor the parent's buffers have a say in how it ends.
        os._exit(status)
