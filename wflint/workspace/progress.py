"""What a long run tells of itself."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, "int | None"], None]
"""Hears of a long run's progress: what is being done, how much of it is done, and how much there is, if known."""


def no_progress(_doing: str, _done: int, _total: int | None) -> None:
    """Progress that nobody looks at."""
