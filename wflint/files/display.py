"""How paths are shown to the user."""

from __future__ import annotations

from pathlib import Path


def display_path(path: Path) -> str:
    """Return a path as it is shown: relative to the working directory where it lies below."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
