"""The terminal that frames and lines are written to, and the styles that they share."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wflint.findings import Level
from wflint.report.links import follows_links
from wflint.report.visible import Charset, commands_in, hex_escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.report.highlight import Highlighter

LEVEL_STYLES: Final = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.INFO: "bold cyan"}
RELATED_STYLE: Final = "blue"
CODE_STYLE: Final = "bold"
QUIET_STYLE: Final = "dim"

_DEFAULT_WIDTH: Final = 100
_MINIMUM_WIDTH: Final = 40
# Stands for a space that must not end a line; escaped text never holds a private character.
_UNBROKEN: Final = "\ue000"
_CODE: Final = re.compile(r"`[^`]+`")
_WORD: Final = re.compile(r"\s*\S+\s*")
_CODE_WITH_PUNCTUATION: Final = re.compile(r"[^\s`]*`[^`]+`[^\s`]*")


@dataclass(frozen=True)
class Screen:
    """The terminal or file that a renderer writes to.

    Attributes:
        console: Knows whether there are colours.
        charset: What its encoding can show.
        width: Cells in a line, at least 40.
        has_links: Whether it follows links.
        has_edge: Whether the width is that of a terminal or was asked for; a file or a pipe has room for longer lines.
    """

    console: Console
    charset: Charset
    width: int
    has_links: bool = False
    has_edge: bool = True

    @cached_property
    def highlighter(self) -> Highlighter | None:
        """Return what colours code; `None` where there are no colours."""
        if self.console.color_system is None:
            return None
        # Pygments takes a while to load, and most outputs need none of it.
        from wflint.report.highlight import Highlighter  # noqa: PLC0415

        return Highlighter()

    def prose(self, text: str, style: str = "") -> Text:
        """Return a sentence from a finding, with the code in it standing out."""
        styled = Text(self.charset.escape(text), style=style)
        for code in _CODE.finditer(styled.plain):
            styled.stylize(CODE_STYLE, *code.span())
        return styled

    def wrap(self, text: Text, width: int) -> list[Text]:
        """Break the text into lines of at most `width` cells, code in backticks in one piece where it fits."""
        # Most texts fit, and Rich takes its time to break even those.
        if cell_len(text.plain) <= width and "\n" not in text.plain:
            line = text.copy()
            line.rstrip()
            return [line]
        whole = _CODE_WITH_PUNCTUATION.sub(
            lambda code: code[0].replace(" ", _UNBROKEN) if cell_len(code[0]) <= width else code[0],
            text.plain,
        )
        breaks = _breaks(whole, width)
        if breaks is not None:
            lines = list(text.divide(breaks))
            for line in lines:
                line.rstrip()
            return lines
        text = text.copy()
        text.plain = whole
        lines = list(text.wrap(self.console, max(width, 1), overflow="fold"))
        for line in lines:
            line.plain = line.plain.replace(_UNBROKEN, " ").rstrip()
        return lines

    def write(self, rows: Iterable[Text]) -> None:
        """Write rows, each on a line; as they are, but for what a CI runner would take for a command."""
        rows = [_inert(row) for row in rows]
        if not rows:
            return
        if self.console.color_system is None:
            # Rich would cut the rows at every change of style, and then print them without any.
            self.console.file.write("\n".join(row.plain for row in rows) + "\n")
            self.console.file.flush()
        else:
            self.console.print(Text("\n").join(rows), soft_wrap=True)


def _inert(row: Text) -> Text:
    """Return a row in which no CI runner finds a command: text from a file may come to stand at its beginning."""
    starts = commands_in(row.plain)
    if not starts:
        return row
    pieces: list[Text] = []
    end = 0
    for start in starts:
        pieces += [row[end:start], Text(hex_escape(row.plain[start]))]
        end = start + 1
    return Text().join([*pieces, row[end:]])


def _breaks(text: str, width: int) -> list[int] | None:
    """Return where the lines of a text end between words; `None` where words have to be broken, which Rich can do."""
    found: list[int] = []
    taken = 0
    for word in _WORD.finditer(text):
        cells = cell_len(word[0].rstrip())
        if cells > width or "\n" in word[0]:
            return None
        if taken + cells > width:
            found.append(word.start())
            taken = 0
        taken += cell_len(word[0])
    return found


class _Console(Console):
    """A console that leaves it to the command line what a reader that is gone means."""

    def on_broken_pipe(self) -> None:
        """Raise the error again that Rich would end the process for, with an exit code of its own."""
        raise BrokenPipeError


def open_screen(out: TextIO, *, color: bool | None, width: int | None) -> Screen:
    """Return the screen of an output.

    Args:
        out: A terminal, a file or a pipe.
        color: Whether to use colours; `None` asks the terminal and `NO_COLOR`.
        width: Cells in a line; `None` asks the terminal, other outputs have 100.
    """
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    has_edge = width is not None or out.isatty()
    if not has_edge:
        width = _DEFAULT_WIDTH
    console = _Console(
        file=out,
        force_terminal=color,
        no_color=color is False,
        # Forced colours must not depend on what TERM says of a pipe.
        color_system="auto" if color is None else "standard" if color else None,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
    )
    has_links = console.color_system is not None and follows_links(os.environ, is_terminal=out.isatty())
    return Screen(console, Charset.of(out), max(console.width, _MINIMUM_WIDTH), has_links, has_edge)
