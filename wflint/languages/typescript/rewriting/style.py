"""How the code of a file looks, so that what is written into it looks the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_DEFAULT_UNIT: Final = "  "
_SHORTEST_LIMIT: Final = 80
_LONGEST_LIMIT: Final = 120
_UNBROKEN: Final = ("import ", "//", "/*", "*")
"""What no formatter makes shorter."""


@dataclass(eq=False)
class FileStyle:
    """The style of a file, each part found out when it is asked for.

    Attributes:
        text: Its text.
        configured_length: The longest line that the project's formatter makes; `None` where it has none.
    """

    text: str
    configured_length: int | None

    @cached_property
    def indent_unit(self) -> str:
        """Return one level of indentation, that of the first line that is indented."""
        for line in self.text.splitlines():
            white = line[: len(line) - len(line.lstrip())]
            if white and not line.lstrip().startswith("*"):
                return "\t" if white[0] == "\t" else white
        return _DEFAULT_UNIT

    @cached_property
    def line_length(self) -> int:
        """Return how long lines may become: as the formatter says, else as long as the file's own, within what is usual."""
        if self.configured_length is not None:
            return self.configured_length
        longest = max(map(_length, self.text.splitlines()), default=0)
        return min(max(longest, _SHORTEST_LIMIT), _LONGEST_LIMIT)

    @cached_property
    def trailing_comma(self) -> str:
        """Return what stands after the last argument where a call goes over several lines."""
        with_it = len(re.findall(r",\r?\n\s*\)", self.text))
        without = len(re.findall(r"[^\s,(\[{;]\r?\n\s*\)", self.text))
        return "," if with_it >= without else ""

    @cached_property
    def newline(self) -> str:
        """Return how lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @cached_property
    def quote(self) -> str:
        """Return the quote that most strings stand in."""
        text = self.text
        return "'" if text.count("'") > text.count('"') else '"'

    @cached_property
    def semicolon(self) -> str:
        """Return what most statements end with."""
        lines = [line.rstrip() for line in self.text.splitlines()]
        with_it = sum(line.endswith(";") for line in lines)
        without = sum(line.endswith((")", '"', "'")) for line in lines)
        return ";" if with_it >= without else ""

    def quoted(self, text: str) -> str:
        """Return a string literal."""
        return f"{self.quote}{text}{self.quote}"


def _length(line: str) -> int:
    """Return how long a line is, as far as that says how long its file lets lines become."""
    if line.lstrip().startswith(_UNBROKEN):
        return 0
    text = line.rstrip()
    # Nor does a formatter break texts.
    return len(text) if len(text) <= _LONGEST_LIMIT else len(re.sub(r"([\"'`]).*?\1", "", text))
