"""Makes an input small that breaks a promise: takes away lines, then words, for as long as it still breaks it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\w+|[^\S\n]+|\n|[^\w\s]")


def reduced(
    files: Mapping[str, bytes], is_broken: Callable[[Mapping[str, bytes]], bool], seconds: float
) -> dict[str, bytes]:
    """Return less of some files that still breaks the promise.

    Args:
        files: What breaks it.
        is_broken: Whether other files break it as well.
        seconds: How long to try; the smallest so far is returned.
    """
    end = time.monotonic() + seconds
    found = dict(files)
    for split in (_LINES, _WORDS):
        for path in files:

            def still(pieces: list[str], path: str = path) -> bool:
                return is_broken({**found, path: _encoded(pieces)})

            text = found[path].decode("utf-8", "surrogateescape")
            found[path] = _encoded(_without(split.findall(text), still, end))
    return found


def _encoded(pieces: list[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "surrogateescape")


def _without(pieces: list[str], is_broken: Callable[[list[str]], bool], end: float) -> list[str]:
    """Take away stretches, half as long each time, until none of one piece can go."""
    size = max(1, len(pieces) // 2)
    while pieces and time.monotonic() < end:
        start, before = 0, len(pieces)
        while start < len(pieces) and time.monotonic() < end:
            fewer = pieces[:start] + pieces[start + size :]
            if is_broken(fewer):
                pieces = fewer
            else:
                start += size
        if size == 1 and len(pieces) == before:
            break
        size = max(1, size // 2)
    return pieces
