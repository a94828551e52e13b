"""What `growth.py` doubles: a shape is a handler, with something in it or above it that stands there many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Files = Mapping[str, str]
"""Texts by their paths."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Code of any size.

    Attributes:
        name: What stands there many times.
        files: Gives the code of a size.
        smallest: The size to begin with.
        largest: The size above which Python refuses the code, or nobody would write it.
    """

    name: str
    files: Callable[[int], Files]
    smallest: int = 16
    largest: int = 2**13


def repeated(template: str, size: int) -> str:
    """Repeat lines; `$i` becomes the number of each time, `$n` the next one."""
    return "".join(template.replace("$i", str(each)).replace("$n", str(each + 1)) for each in range(size))


def indented(text: str, by: str) -> str:
    """Indent the lines of a text."""
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))
