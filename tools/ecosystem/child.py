"""Run commands of wflint in a folder, and write down what each took and how much of that was LibCST's parse.

python child.py SOURCES FOLDER SCRATCH COMMANDS

It is called by its path: whatever the folder holds, a `types.py` even, must not be imported in place of a library.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

CRASHED = 70
"""Stands for an exception, as `EX_SOFTWARE` of sysexits.h: a process that ends with one exits with 1, as findings do."""


def main(sources: str, folder: str, scratch: str, commands: str) -> None:
    """Run the commands one after the other; whatever becomes of one, the next is run.

    Args:
        sources: The folder that holds the `wflint` to run.
        folder: Where it runs.
        scratch: The folder for a file with the outcome of each command, `check.json`; the times there are seconds of
            processor time.
        commands: A JSON list of the arguments of each command.
    """
    sys.path[0] = sources
    import libcst  # noqa: PLC0415 - only now is the path known

    from wflint.cli.main import cli  # noqa: PLC0415

    parse, taken = libcst.parse_module, list[float]()
    written = _texts(folder)

    def timed(source: str | bytes) -> libcst.Module:
        began = time.process_time()
        try:
            return parse(source)
        finally:
            if source in written:  # and not what a fix would make of a file
                taken.append(time.process_time() - began)

    libcst.parse_module = timed  # type: ignore[assignment]
    for command in json.loads(commands):
        with tempfile.TemporaryDirectory() as empty:  # so that imports are not measured
            _ran(cli, command, empty)
        taken.clear()
        outcome = _ran(cli, command, folder)
        outcome |= {"parse_seconds": sum(taken), "parsed_files": len(taken)}
        Path(scratch, f"{command[0]}.json").write_text(json.dumps(outcome), "utf-8")


def _texts(folder: str) -> frozenset[str]:
    """Return the texts of all Python files in a folder."""
    files = (path for path in Path(folder).rglob("*.py") if path.is_file())
    return frozenset(path.read_text("utf-8", errors="replace") for path in files)


def _ran(cli: click.Command, command: Sequence[str], folder: str) -> dict[str, object]:
    output, errors = io.StringIO(), io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    began = time.process_time()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = cli.main(list(command), standalone_mode=False)
        except SystemExit as exit_:
            code = exit_.code
        except Exception:  # noqa: BLE001 - it is told, and the next command is run
            traceback.print_exc()
            code = CRASHED
    seconds = time.process_time() - began
    os.chdir(here)
    return {"output": output.getvalue(), "errors": errors.getvalue(), "code": code or 0, "seconds": seconds}


if __name__ == "__main__":
    main(*sys.argv[1:])
