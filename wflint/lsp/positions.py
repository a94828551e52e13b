"""Positions as clients count them, and offsets as wflint does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import Position, PositionEncodingKind, Range

if TYPE_CHECKING:
    from wflint.files.text import SourceText

Encoding = PositionEncodingKind | str
"""What the client and the server have agreed to count within a line."""


def position_at(source: SourceText, offset: int, encoding: Encoding) -> Position:
    """Return the position of an offset, which lies within the text."""
    line = source.line_of(offset)
    before = source.text[source.line_start(line) : offset]
    return Position(line - 1, _length(before, encoding))


def range_of(source: SourceText, start: int, end: int, encoding: Encoding) -> Range:
    """Return the range between two offsets."""
    return Range(position_at(source, start, encoding), position_at(source, end, encoding))


def offset_at(source: SourceText, position: Position, encoding: Encoding) -> int:
    """Return the offset of a position.

    A line after the last means the end of the text, a character after the line's end means that end, one inside of a
    character's units that character's start: clients send all of them.
    """
    line = position.line + 1
    if line > source.line_count:
        return len(source.text)
    if encoding == PositionEncodingKind.Utf16:
        return source.offset_of_utf16(line, position.character)
    start, content = source.line_start(line), source.line_text(line)
    if encoding == PositionEncodingKind.Utf32 or content.isascii():
        return start + min(position.character, len(content))
    before = _bytes(content)[: position.character].decode("utf-8", "ignore")
    return start + len(before)


def _length(text: str, encoding: Encoding) -> int:
    if encoding == PositionEncodingKind.Utf32 or text.isascii():
        return len(text)
    if encoding == PositionEncodingKind.Utf8:
        return len(_bytes(text))
    return len(text) + sum(char > "\uffff" for char in text)


def _bytes(text: str) -> bytes:
    # Half of a surrogate pair, which JSON can carry, has no bytes of its own.
    return text.encode("utf-8", "replace")
