"""What `growth.py` doubles: a shape is a handler, with something in it or above it that stands there many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

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


class HandlerFile(Protocol):
    """Writes a file with a handler."""

    def __call__(self, body: str, above: str = "") -> str:
        """Return it, with a body for the handler and lines above it."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Makes shapes of one file in a language.

    Attributes:
        path: The file.
        written: Writes a file with a handler.
        value: Statements that use an expression, which stands for `$value`.
    """

    path: str
    written: HandlerFile
    value: str

    def many(
        self,
        name: str,
        body: str = "",
        *,
        above: str = "",
        first: str = "",
        end: str = "",
        top: str = "",
        bottom: str = "",
        largest: int = 2**13,
    ) -> Shape:
        """Repeat lines in the handler, and lines above it.

        Args:
            name: What stands there many times.
            body: What is repeated in the handler.
            above: What is repeated above it.
            first: What stands before the former once.
            end: What stands after the former once; `$n` is the size.
            top: What stands before the latter once.
            bottom: What stands after the latter once; `$n` is the size.
            largest: The largest size.
        """

        def files(size: int) -> Files:
            inside = first + repeated(body, size) + end.replace("$n", str(size))
            outside = top + repeated(above, size) + bottom.replace("$n", str(size))
            return {self.path: self.written(inside, outside)}

        return Shape(name, files, largest=largest)

    def chain(self, name: str, beginning: str, link: str, end: str, largest: int = 2**12) -> Shape:
        """Make one expression of many parts."""

        def files(size: int) -> Files:
            value = f"{beginning}{repeated(link, size)}{end}"
            return {self.path: self.written(self.value.replace("$value", value))}

        return Shape(name, files, largest=largest)


def repeated(template: str, size: int) -> str:
    """Repeat lines; `$i` becomes the number of each time, `$n` the next one."""
    return "".join(template.replace("$i", str(each)).replace("$n", str(each + 1)) for each in range(size))


def indented(text: str, by: str) -> str:
    """Indent the lines of a text."""
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))
