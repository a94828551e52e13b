"""Runs the command line, and a file with one mistake to run it on."""

from __future__ import annotations

import gc
import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from wflint.cli.main import main
from wflint.pipeline.limits import garbage_later

if TYPE_CHECKING:
    from pathlib import Path

HANDLER = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)


@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    await context.run("create", lambda: print(now))
    await context.run("send", lambda: print(now))
"""
CLEAN = HANDLER.replace("    now = time.time()\n", '    now = await context.run("get-now", time.time)\n')
MISTAKE_LINE = 13


class Outcome(NamedTuple):
    """What a run left behind."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, encoding: str = "utf-8") -> Outcome:
    """Run the whole command in this process; what would reach the user as a traceback is raised here.

    Args:
        arguments: Those of the command.
        encoding: That of the terminal; errors escape what it lacks, as Python has them do.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, each) for each in ("strict", "backslashreplace")]
    code: object = 0
    with (
        patch.object(sys, "argv", ["wflint", *map(str, arguments)]),
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
        patch.object(gc, "freeze"),  # the console script ends its process, which goes on here
        garbage_later(),
    ):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code
    assert isinstance(code, int)
    return Outcome(code, *(_written(stream) for stream in streams))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(stream.encoding)


def run_for_real(
    *arguments: str | Path, cwd: Path, options: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command as users do, in a process of its own."""
    command = [sys.executable, *options, "-m", "wflint", *map(str, arguments)]
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603 - the arguments are the tests' own
    assert "Traceback" not in result.stderr
    return result


def hear_interrupts() -> None:
    """Undo what shells do to commands in the background: they ignore interrupts, and so do their children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
