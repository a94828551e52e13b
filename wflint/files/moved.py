"""Where a place of a text is in another version of that text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD: Final = re.compile(r"\w+|\s+|.", re.DOTALL)


class _Block(NamedTuple):
    """A part of a text and what has become of it, with the offsets of both."""

    start: int
    text: str
    new_start: int
    new_text: str


def moved(offset: int, old: str, new: str) -> int:
    """Return where in a new text an offset of an old one is; where the words differ, the nearest place before it."""
    if old == new:
        return offset
    block = _at(offset, _blocks(old, new))
    if block.text != block.new_text:
        words = _matched(_WORD.findall(block.text), _WORD.findall(block.new_text))
        word = _at(offset - block.start, words)
        block = _Block(block.start + word.start, word.text, block.new_start + word.new_start, word.new_text)
    return block.new_start + (offset - block.start if block.text == block.new_text else 0)


@lru_cache(maxsize=4)
def _blocks(old: str, new: str) -> tuple[_Block, ...]:
    """Return the lines of two texts in blocks that are equal or differ; many places of one text are asked for."""
    return tuple(_matched(old.splitlines(keepends=True), new.splitlines(keepends=True)))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    start = new_start = 0
    for _, first, last, new_first, new_last in SequenceMatcher(None, old, new).get_opcodes():
        text, new_text = "".join(old[first:last]), "".join(new[new_first:new_last])
        yield _Block(start, text, new_start, new_text)
        start, new_start = start + len(text), new_start + len(new_text)


def _at(offset: int, blocks: Iterator[_Block] | Sequence[_Block]) -> _Block:
    """Return the block that an offset of the old text is in; the end of the text belongs to the last."""
    found = _Block(0, "", 0, "")
    for found in blocks:
        if offset < found.start + len(found.text):
            break
    return found
