"""Takes a unified diff apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"@@ -(\d+)")


def hunks(diff: str) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield each hunk of a diff: its file, its first line in the old text, and its lines with their signs."""
    path, line, lines = "", 0, list[str]()
    for each in diff.splitlines():
        header = _HEADER.match(each)
        # A removed line may begin with `--` itself; a file's header stands outside any hunk's lines.
        starts_file = each.startswith("--- ") and not _in_hunk(lines)
        if header or starts_file:
            if lines:
                yield path, line, tuple(lines[1:])
            lines = []
        if header:
            line, lines = int(header[1]), [each]
        elif starts_file:
            path = each.removeprefix("--- ")
        elif lines:
            lines.append(each)
    if lines:
        yield path, line, tuple(lines[1:])


def _in_hunk(lines: list[str]) -> bool:
    """Return whether a hunk's header promises more old lines than have been seen."""
    if not lines:
        return False
    promised = re.match(r"@@ -\d+(?:,(\d+))?", lines[0])
    old = int(promised[1] or 1) if promised else 0
    return sum(not each.startswith("+") for each in lines[1:]) < old
