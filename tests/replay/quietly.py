"""What every driver of an SDK does: keep its log quiet, and hear of coroutines that nobody awaited."""

from __future__ import annotations

import gc
import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def never_awaited() -> Iterator[list[warnings.WarningMessage]]:
    """Gather what is told of coroutines that nobody awaited."""
    # Coroutines and tasks report that nobody awaited them when they are collected, so `drive` collects while this
    # listens; it looks at its own objects only, for a full collection takes longer than most runs.
    gc.freeze()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.filterwarnings("always", r"coroutine .* was never awaited", RuntimeWarning)
            yield caught
    finally:
        gc.unfreeze()


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep the SDK's logger of a name quiet."""
    # It logs each error with its traceback; a handler that keeps records would keep the coroutines alive.
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def described(context: dict[str, Any]) -> str:
    """What an event loop tells its exception handler, as one text."""
    error = context.get("exception")
    return f"{context['message']}: {type(error).__name__}: {error}" if error else str(context["message"])
