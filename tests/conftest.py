"""What all tests share: how often Python looks for garbage."""

from __future__ import annotations

import gc

_YOUNG, _OLDER, _OLDEST = 50_000, 20, 20
"""Checks fill the memory with trees that live until they end, and Python would look them over again and again."""

gc.set_threshold(_YOUNG, _OLDER, _OLDEST)


def pytest_collection_finish() -> None:
    """Leave the tests themselves, and all that their modules hold, out of every later search for garbage."""
    gc.freeze()
