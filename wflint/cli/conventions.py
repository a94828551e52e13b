"""What all commands do alike: exit codes, how errors are told, and the options for colours and for how much is said."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable
from typing import Final, TextIO

import click

from wflint.config.variables import variable_of
from wflint.errors import InternalError, UsageError, WflintError

EXIT_CLEAN: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_ERROR: Final = 2
EXIT_INTERRUPTED: Final = 128 + 2
"""What shells give for a process that SIGINT has ended."""
EXIT_NO_READER: Final = 128 + 13
"""The same for SIGPIPE."""

_COLORS: Final = {"auto": None, "always": True, "never": False}


def _wants_colors(_context: click.Context, _option: click.Parameter, value: str) -> bool | None:
    return _COLORS[value]


color_option = click.option(
    "--color",
    type=click.Choice(list(_COLORS)),
    metavar="WHEN",
    default="auto",
    show_default=True,
    callback=_wants_colors,
    envvar=variable_of("color"),
    show_envvar=True,
    help="When to use colours: auto, always or never.",
)
"""Gives `True` or `False`, or `None` where that depends on where the output goes."""


class Verbosity(enum.IntEnum):
    """How much a command says; errors are told in any case."""

    SILENT = 0
    QUIET = 1
    NORMAL = 2
    VERBOSE = 3


quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print findings only: no summary, no hints.")
silent_option = click.option(
    "-s", "--silent", is_flag=True, help="Print errors only; the exit code tells the result."
)


def verbosity(context: click.Context) -> Verbosity:
    """Return how much the command line asks for.

    Raises:
        UsageError: It asks for more and for less.
    """
    asked = [flag for flag in _FLAGS if context.params.get(flag)]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(f'--{flag}' for flag in asked)} do not go together")
    return _FLAGS[asked[0]] if asked else Verbosity.NORMAL


_FLAGS: Final = {"silent": Verbosity.SILENT, "quiet": Verbosity.QUIET, "verbose": Verbosity.VERBOSE}


def say(text: str, *, err: bool = False) -> None:
    """Write one line; what it holds of files, their names and the configuration neither ends it nor acts on a terminal."""
    click.echo(visible(text, sys.stderr if err else sys.stdout), err=err)


def visible(text: str, out: TextIO) -> str:
    """Return a text with everything escaped that would not show as itself on one line of an output."""
    from wflint.report.visible import Charset, inert

    return inert(Charset.of(out).escape(text))


def tell_errors(errors: Iterable[WflintError | InternalError]) -> None:
    """Say on standard error what is wrong with the input or with wflint itself, a line each."""
    for error in errors:
        say(f"wflint: error: {error}", err=True)


def tell_warnings(texts: Iterable[str]) -> None:
    """Say on standard error what has no effect, a line each."""
    for text in texts:
        say(f"wflint: warning: {text}", err=True)
