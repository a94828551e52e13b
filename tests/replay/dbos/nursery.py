"""Forks the processes of workflows off an interpreter that has imported DBOS already.

`Nursery` is the end in the test's process; the module's `main` is the interpreter: it reads a job a line, and answers
each with the exit status of the process that did it.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from .one_pass import Job, run

_LONGEST = 40  # seconds


class Nursery:
    """An interpreter that bears processes, with the hash seed `seed`."""

    def __init__(self, seed: int) -> None:
        package = __package__ or ""
        self._process = subprocess.Popen(  # noqa: S603 - runs this package's own module
            [sys.executable, "-m", f"{package}.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[package.count(".") + 1],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "TZ": "UTC"},
        )
        atexit.register(self.close)

    def bear(self, job: Job) -> int:
        """Have a process do the job; returns its exit status, negative where a signal ended it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the interpreter."""
        self._process.communicate()


@functools.cache
def nursery(seed: int = 0) -> Nursery:
    """Return the interpreter with this hash seed, the same each time."""
    return Nursery(seed)


def main() -> None:
    """Read jobs until there are no more."""
    for late in ("dbos._sys_db_sqlite", "sqlalchemy.dialects.sqlite"):
        importlib.import_module(late)
    # The processes look for lost coroutines among their own objects, not among those of the imports.
    gc.freeze()
    for line in sys.stdin:
        job = Job(**json.loads(line))
        process = os.fork()
        if process == 0:
            signal.alarm(_LONGEST)
            _live(job)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _live(job: Job) -> None:
    # What a witness prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        run(job)
    finally:
        # Neither threads that wait nor the parent's buffers have a say in how it ends.
        os._exit(0)


if __name__ == "__main__":
    main()
