"""Unified diffs."""

from __future__ import annotations

import difflib
import re


def diff_lines(path: str, before: str, after: str) -> list[str]:
    """Return the lines of a unified diff, with their newlines."""
    found: list[str] = []
    for line in difflib.unified_diff(_split(before), _split(after), path, path):
        found.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return found


def _split(text: str) -> list[str]:
    """Split a text into lines as `patch` counts them; a form feed or a lone carriage return does not end a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
