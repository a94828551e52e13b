"""Other encodings of the same text, in every language."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Sources = Mapping[str, str]
    Variant = Callable[[Sources], dict[str, bytes]]


class NotApplicableError(Exception):
    """A variant makes no sense for a fixture; says why."""


def crlf(sources: Sources) -> dict[str, bytes]:
    """End lines as on Windows."""
    return {path: with_crlf(text.encode()) for path, text in sources.items()}


def bom(sources: Sources) -> dict[str, bytes]:
    """Start files with a byte order mark."""
    return {path: codecs.BOM_UTF8 + text.encode() for path, text in sources.items()}


def with_crlf(data: bytes) -> bytes:
    """End the lines of a text as on Windows."""
    return data.replace(b"\n", b"\r\n")
