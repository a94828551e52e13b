"""IPython's magics, shell commands and questions: hidden from Python, with what keeps the code around them valid."""

from __future__ import annotations

import re
from typing import Final

STAND_IN: Final = "get_ipython()  #\ue001"
"""Stands before a command: what IPython makes of it is a call, too."""
COMMENT: Final = "#\ue001"
"""Stands before what goes on with a command, or belongs to nothing."""

_ESCAPES: Final = re.compile(r"[ \t]*[%!?/,;]")
"""Begins a command, and no statement of Python; the last three call what follows with the rest of the line."""
_ASSIGNED: Final = re.compile(r"=[ \t]*(?=[%!])")
_QUOTED: Final = re.compile(r"'''|\"\"\"|'|\"")
_PYTHON_CELLS: Final = frozenset(
    {"capture", "debug", "ipytest", "prun", "pypy", "python", "python3", "time", "timeit"}
)
"""Cell magics below which the cell is Python."""


def hidden(cell: str) -> str | None:
    """Return the code of a cell with all commands of IPython hidden; `None` where all of it is something else."""
    lines = cell.splitlines(keepends=True)
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        name = re.match(r"%%(\w*)", lines[first])
        if name is None or name[1] not in _PYTHON_CELLS:
            return None
        below = _Hiding("".join(lines[first + 1 :])).text()
        return "".join([*lines[:first], COMMENT, lines[first], below])
    if not any(char in cell for char in "%!?/,;"):
        return cell
    return _Hiding(cell).text()


class _Hiding:
    """Goes through the code of a cell, line by line, as far as it has to know it to tell commands from operators."""

    def __init__(self, cell: str) -> None:
        self._lines: list[str] = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", cell)
        self._depth: int = 0
        """How many brackets are open."""
        self._quotes: str = ""
        """What ends the string that is open."""
        self._goes_on: bool = False
        """Whether the last line ended with a backslash."""

    def text(self) -> str:
        shown: list[str] = []
        lines = iter(self._lines)
        for line in lines:
            at = self._command(line)
            if at is None:
                shown.append(line)
                continue
            shown.append(line[:at] + STAND_IN + line[at:])
            last = line
            while last.rstrip("\r\n").endswith("\\") and (last := next(lines, "")):
                shown.append(COMMENT + last)
        return "".join(shown)

    def _command(self, line: str) -> int | None:
        """Return where a command begins in a line; `None` where none does, and the line is taken as Python."""
        begins = not self._depth and not self._quotes and not self._goes_on
        if begins and _ESCAPES.match(line):
            return len(line) - len(line.lstrip())
        before = self._depth, self._quotes, self._goes_on
        at = self._walk(line, begins=begins)
        if at is None:
            return None
        self._depth, self._quotes, self._goes_on = before
        return at

    def _walk(self, line: str, *, begins: bool) -> int | None:
        """Go through a line; where a statement begins there that is a command, return where that begins."""
        at, self._goes_on = 0, False
        body = line.rstrip("\r\n")
        while at < len(body):
            if self._quotes:
                at = self._in_string(body, at)
                continue
            char = body[at]
            if char == "#":
                break
            if char == "?" and begins:
                return len(line) - len(line.lstrip())
            assigned = _ASSIGNED.match(body, at) if begins and not self._depth else None
            if assigned is not None:
                return assigned.end()
            quotes = _QUOTED.match(body, at)
            if quotes is not None:
                self._quotes = quotes[0]
                at = quotes.end()
                continue
            self._depth = max(self._depth + (char in "([{") - (char in ")]}"), 0)
            self._goes_on = char == "\\" and at == len(body) - 1
            at += 1
        if len(self._quotes) == 1 and not body.endswith("\\"):
            self._quotes = ""  # a string that is not closed ends with its line
        return None

    def _in_string(self, body: str, at: int) -> int:
        """Return where to go on after a character of a string."""
        if body[at] == "\\":
            return at + 2
        if body.startswith(self._quotes, at):
            at += len(self._quotes)
            self._quotes = ""
            return at
        return at + 1
