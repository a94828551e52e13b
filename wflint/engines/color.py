"""Sync or async."""

from __future__ import annotations

import enum


class Color(enum.Enum):
    """Whether steps must be awaited."""

    SYNC = "sync"
    ASYNC = "async"
