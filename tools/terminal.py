"""Commands as a terminal of some width shows them, and pictures of that."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import termios
from html import escape
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.style import Style
from rich.text import Span, Text

from tools.palettes import DARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.terminal_theme import TerminalTheme

_ROWS: Final = 50
_CHUNK: Final = 65536
_PROMPT: Final = b": "
# What decides over colours and links is the terminal's, not that of whoever asks for a picture.
_OVERRULING: Final = ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "COLUMNS", "CI", "TERM_PROGRAM")

# Rich's own loads a font from another host.
_SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>NAME</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def shown(
    command: Sequence[str],
    folder: Path,
    width: int,
    answers: Iterable[str] = (),
    *,
    with_errors: bool = False,
) -> str:
    """Run a command in a terminal, and return what it prints, with its escape sequences.

    Args:
        command: The program and its arguments.
        folder: Where it is run.
        width: Cells in a line.
        answers: What the user types, one after the other where the command asks.
        with_errors: Whether standard error is shown as well; how far a command has come would be seen there.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, width, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in _OVERRULING}
    environment["TERM"] = "xterm-256color"
    with subprocess.Popen(  # noqa: S603 - nothing comes from outside
        command,
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs if with_errors else subprocess.DEVNULL,
        env=environment,
    ):
        os.close(theirs)
        output = b"".join(_conversation(ours, answers))
    os.close(ours)
    return output.decode().replace("\r\n", "\n")


def _conversation(descriptor: int, answers: Iterable[str]) -> Iterator[bytes]:
    left = iter(answers)
    while chunk := _read(descriptor):
        yield chunk
        answer = next(left, None) if chunk.endswith(_PROMPT) else None
        if answer is not None:
            os.write(descriptor, f"{answer}\n".encode())


def _read(descriptor: int) -> bytes:
    """Return what has come; nothing where the other end is closed, which Linux calls an error."""
    try:
        return os.read(descriptor, _CHUNK)
    except OSError:
        return b""


def picture(output: str, name: str, title: str, width: int, theme: TerminalTheme = DARK) -> str:
    """Return what a command prints as SVG.

    Args:
        output: The output with its escape sequences.
        name: What screen readers call the picture.
        title: What stands above the output.
        width: Cells in a line.
        theme: The colours of the terminal.
    """
    console = Console(record=True, width=width, file=io.StringIO(), highlight=False)
    console.print(_undimmed(Text.from_ansi(output)))
    code_format = _SVG.replace("NAME", escape(name).replace("{", "{{").replace("}", "}}"))
    return console.export_svg(title=title, code_format=code_format, unique_id="wflint", theme=theme)


def _undimmed(text: Text) -> Text:
    """Return the text with a colour of the palette for what is dim: Rich would mix one that is hard to read."""
    for index, (start, end, style) in enumerate(text.spans):
        if isinstance(style, Style) and style.dim:
            gray = style + Style(dim=False, color=style.color or "bright_black")
            text.spans[index] = Span(start, end, gray)
    return text
