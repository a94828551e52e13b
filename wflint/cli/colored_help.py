"""Help in colours, where the terminal has them: headings and options stand out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


class _ColoredFormatter(click.HelpFormatter):
    """Writes escape sequences for colours, which Click takes out again for outputs that are no terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        prefix = _heading("Usage:" if prefix is None else prefix.rstrip())
        super().write_usage(click.style(prog, bold=True), args, f"{prefix} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{_heading(f'{heading}:')}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with what it does."""
        styled = [(click.style(term, fg="cyan"), text) for term, text in rows]
        super().write_dl(styled, col_max, col_spacing)


def _heading(text: str) -> str:
    return click.style(text, fg="blue", bold=True)


class ColoredContext(click.Context):
    """The context of a command whose help has colours."""

    formatter_class = _ColoredFormatter


def wanted_color() -> bool | None:
    """Return what `NO_COLOR` and `FORCE_COLOR` say, as Rich reads them; `None` where the output decides."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
