"""Standard input in place of a file: `-`, and `--stdin-filename`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from wflint.cli.settings import finder_of, planned
from wflint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.pipeline.plan import Plan

_STDIN: Final = Path("-")
_UNNAMED: Final = Path("stdin.py")
"""What standard input is taken for where nobody says."""

stdin_option = click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help=f"Read standard input as the contents of this file; without it, `-` is read as {_UNNAMED}.",
)


class Input(NamedTuple):
    """What a command works on.

    Attributes:
        plan: The files and their settings.
        piped: What standard input held; `None` where files are read.
    """

    plan: Plan
    piped: bytes | None = None

    @property
    def buffers(self) -> Mapping[Path, bytes] | None:
        """Return the contents that stand for those on disk, by absolute path."""
        return {file.real: self.piped for file in self.plan.files} if self.piped is not None else None


def reads_stdin(context: click.Context) -> bool:
    """Return whether standard input is what the command works on."""
    return context.params["stdin_filename"] is not None or _STDIN in context.params["paths"]


def read_input(context: click.Context) -> Input:
    """Return what the command line asks to work on.

    Raises:
        WflintError: A path, an option or a configuration file makes no sense.
    """
    from wflint.pipeline.plan import plan_of_one

    if not reads_stdin(context):
        return Input(planned(context))
    given = context.params
    others = [each for each in given["paths"] if each != _STDIN]
    if others or len(given["paths"]) > 1:
        named = ", ".join(map(str, others)) or "the second -"
        raise UsageError(f"standard input goes with no other path; leave out {named}")
    plan = plan_of_one(
        given["stdin_filename"] or _UNNAMED,
        finder_of(context),
        force_exclude=given["force_exclude"],
        respect_gitignore=not given["isolated"],
    )
    return Input(plan, sys.stdin.buffer.read())
