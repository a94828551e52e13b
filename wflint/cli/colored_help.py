"""Help in colours, where the terminal has them, with one column for what the options of a command do."""

from __future__ import annotations

import os
import re
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDEST_TERM: Final = 30
"""Cells of the longest option that has what it does beside it; longer ones have it below."""
_GAP: Final = 2
_UNBROKEN: Final = re.compile(r"`[^`]+`|\[?(?:env var|default): [^;\]]+[;\]]")
"""What must stay on one line: a command, and a name with its value."""
_HARD_SPACE: Final = "\N{NO-BREAK SPACE}"


class _ColoredFormatter(click.HelpFormatter):
    """Writes escape sequences for colours, which Click takes out again for outputs that are no terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        prefix = _heading("Usage:" if prefix is None else prefix.rstrip())
        super().write_usage(click.style(prog, bold=True), args, f"{prefix} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{_heading(f'{heading}:')}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = _GAP
    ) -> None:
        """Write options or commands, each with what it does."""
        listed = list(rows)
        start = self.current_indent + _widest([term for term, _ in listed], col_max) + col_spacing
        _write_rows(self, listed, start)


def write_sections(
    formatter: click.HelpFormatter, sections: Sequence[tuple[str, list[tuple[str, str]]]]
) -> None:
    """Write a heading and some options for each section, with what they do in the same column everywhere."""
    terms = [term for _, records in sections for term, _ in records]
    for title, records in sections:
        with formatter.section(title):
            _write_rows(formatter, records, formatter.current_indent + _widest(terms, _WIDEST_TERM) + _GAP)


def _widest(terms: Iterable[str], most: int) -> int:
    return max((len(term) for term in terms if len(term) <= most), default=0)


def _write_rows(formatter: click.HelpFormatter, rows: Iterable[tuple[str, str]], start: int) -> None:
    """Write options with what they do, which begins in one column."""
    wrapper = TextWrapper(max(formatter.width - start, 10), break_on_hyphens=False, break_long_words=False)
    for term, text in rows:
        first, *others = wrapper.wrap(_UNBROKEN.sub(_hardened, text))
        used = formatter.current_indent + len(term)
        between = " " * (start - used) if used + _GAP <= start else "\n" + " " * start
        shown = click.style(term, fg="cyan")
        formatter.write(f"{'':>{formatter.current_indent}}{shown}{between}{_softened(first)}\n")
        for line in others:
            formatter.write(f"{'':>{start}}{_softened(line)}\n")


def _hardened(match: re.Match[str]) -> str:
    return match[0].replace(" ", _HARD_SPACE)


def _softened(line: str) -> str:
    return line.replace(_HARD_SPACE, " ")


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
