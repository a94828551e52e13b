"""Unified diffs."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wflint.files.text import SourceText


def diff_lines(before: SourceText, after: str) -> list[str]:
    """Return the lines of a unified diff of a file, with their newlines; of a notebook that of each cell."""
    found: list[str] = []
    for (cell, old), (_, new) in zip(before.cells(before.text), before.cells(after), strict=True):
        path = before.path if cell is None else f"{before.path}:cell {cell}"
        for line in difflib.unified_diff(_split(old), _split(new), path, path):
            found.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return found


def _split(text: str) -> list[str]:
    """Split a text into lines as `patch` counts them; a form feed or a lone carriage return does not end a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
