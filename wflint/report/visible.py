r"""Text that comes from files, made safe for an output: nothing in it moves the cursor or reorders the line.

Characters that would act on a terminal (escape sequences, bidirectional overrides, line separators) or that the
output's encoding lacks are written as Python writes them in a literal, `\x1b`, `\u202e`. So are the first characters of
what the runners of GitHub and Azure, which read all that is printed into a log, would take for a command.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final, TextIO

from wflint.record import record

_ANYWHERE: Final = re.compile(r"#(?=#\[|#vso\[)")
"""Begins what the runners of GitHub and Azure take for a command wherever it stands in a line."""
_AT_BEGINNING: Final = re.compile(r"^\s*(:)(?=:[A-Za-z])", re.MULTILINE)
"""Holds the character that begins a command of GitHub's runner at the beginning of a line."""


@record
class Charset:
    """What an output can show.

    Attributes:
        encoding: The codec's name.
        unicode: Whether it carries the line-drawing characters and control pictures of the frames.
    """

    encoding: str
    unicode: bool

    @classmethod
    def of(cls, out: TextIO) -> Charset:
        """Return the charset of an output; one without an encoding (`io.StringIO`) carries everything."""
        encoding = getattr(out, "encoding", None) or "utf-8"
        return cls(encoding, _encodes("│╰…␛", encoding))

    def escape(self, text: str) -> str:
        """Return `text` with everything escaped that does not show as itself."""
        if "##" in text:
            text = _ANYWHERE.sub(r"\\x23", text)
        if text.isprintable() and _encodes(text, self.encoding):
            return text
        return "".join(char if self.shows(char) else escape_char(char) for char in text)

    def escape_beginning(self, text: str) -> str:
        """Return `text` escaped for the beginning of a line, where `::` would make it a command of GitHub's runner."""
        return self.escape(f"./{text}" if text.startswith("::") else text)

    def escape_lines(self, text: str) -> str:
        """Return `text` with everything escaped that does not show as itself, except newlines."""
        return "\n".join(self.escape(line) for line in text.split("\n"))

    def shows(self, char: str) -> bool:
        """Return whether the character appears as itself and does nothing else."""
        # Spaces other than the ASCII one do not count as printable for Python, though they only take room.
        return (char.isprintable() or unicodedata.category(char) == "Zs") and _encodes(char, self.encoding)

    def picture(self, char: str) -> str:
        """Return a character of a source line as a frame shows it: itself, a control picture or an escape."""
        if self.shows(char):
            return char
        if self.unicode and char < " ":
            return chr(0x2400 + ord(char))
        if self.unicode and char == "\x7f":
            return "␡"
        return escape_char(char)


UNICODE: Final = Charset("utf-8", unicode=True)
"""The charset of outputs that name every character, whatever their encoding."""


def hex_escape(char: str) -> str:
    """Return an ASCII character by its number, as Python may write it in a literal."""
    return f"\\x{ord(char):02x}"


def reference(char: str) -> str:
    """Return a character as a reference of XML and HTML."""
    return f"&#{ord(char)};"


def commands_in(text: str) -> list[int]:
    """Return where commands of CI runners begin in lines of text; without these characters they are none."""
    if "##" not in text and "::" not in text:
        return []
    anywhere = (match.start() for match in _ANYWHERE.finditer(text))
    return sorted([*anywhere, *(match.start(1) for match in _AT_BEGINNING.finditer(text))])


def inert(text: str, escaped: Callable[[str], str] = hex_escape) -> str:
    """Return lines of text in which no CI runner finds a command.

    Args:
        text: The lines.
        escaped: Returns what stands for a character: by default as Python writes it, in markup a reference.
    """
    starts = commands_in(text)
    pieces = [text[start + 1 : end] for start, end in pairwise([-1, *starts, len(text)])]
    found = [piece + escaped(text[at]) for piece, at in zip(pieces, starts, strict=False)]
    return "".join([*found, pieces[-1]])


def goes_to_log(out: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether an output may be read by a runner of GitHub or Azure: within a job, all that is no file may be."""
    if not (environ.get("GITHUB_ACTIONS") or environ.get("TF_BUILD")):
        return False
    try:
        return not stat.S_ISREG(os.fstat(out.fileno()).st_mode)
    except (OSError, ValueError):  # it is no file of the system
        return True


def well_formed(text: str) -> str:
    """Return `text` with lone surrogates escaped: JSON can name them, but many readers reject the whole document."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def escape_char(char: str) -> str:
    """Return a character as an ASCII Python literal has it."""
    return char.encode("unicode_escape").decode("ascii")


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
