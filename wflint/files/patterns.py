"""Patterns that are relative to a folder, asked about files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.files.gitignore import Patterns, parse_patterns
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@record
class FolderPatterns:
    """Patterns as a `.gitignore` in a folder holds them.

    Attributes:
        folder: The folder that they are relative to, absolute.
        patterns: The patterns.
    """

    folder: Path
    patterns: Patterns

    @classmethod
    def of(cls, folder: Path, lines: Iterable[str]) -> FolderPatterns:
        """Return the patterns of some lines, relative to `folder`."""
        return cls(folder, parse_patterns(lines))

    def match(self, file: Path) -> bool:
        """Return whether a file, or a folder between the patterns' folder and it, matches; no file elsewhere does."""
        if not file.is_relative_to(self.folder):
            return False
        parts = file.relative_to(self.folder).parts
        return any(
            self.patterns.verdict("/".join(parts[:count]), is_dir=count < len(parts))
            for count in range(1, len(parts) + 1)
        )
