"""What all commands do alike: exit codes, how errors are told, and the option for colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

from wflint.errors import InternalError, WflintError

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
    default="auto",
    show_default=True,
    callback=_wants_colors,
    help="Whether to use colours.",
)
"""Gives `True` or `False`, or `None` where that depends on where the output goes."""


def tell_errors(errors: Iterable[WflintError | InternalError]) -> None:
    """Say on standard error what is wrong with the input or with wflint itself, a line each."""
    for error in errors:
        click.echo(f"wflint: error: {error}", err=True)
