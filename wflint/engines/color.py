"""Sync or async."""

from __future__ import annotations

import enum


class Color(enum.Enum):
    """Whether steps must be awaited."""

    SYNC = "sync"
    ASYNC = "async"

    @classmethod
    def of(cls, *, is_async: bool) -> Color:
        """That of a function which is async, or not."""
        return cls.ASYNC if is_async else cls.SYNC
