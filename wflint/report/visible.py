r"""Text that comes from files, made safe for an output: nothing in it moves the cursor or reorders the line.

Characters that would act on a terminal (escape sequences, bidirectional overrides, line separators) or that the
output's encoding lacks are written as Python writes them in a literal, `\x1b`, `\u202e`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, TextIO

_COMMAND: Final = re.compile(r"#(?=#\[|#vso\[)")
"""Begins what the runners of GitHub and Azure take for a command wherever it stands in a line."""


@dataclass(frozen=True, slots=True)
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
            text = _COMMAND.sub(r"\\x23", text)
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
