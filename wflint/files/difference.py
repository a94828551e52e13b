"""Where two states of a text differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import AnyStr, NamedTuple


class Difference(NamedTuple):
    """The stretch that holds all that is different.

    Attributes:
        start: Where it begins in both texts.
        old_end: Where it ends in the one.
        new_end: Where it ends in the other.
    """

    start: int
    old_end: int
    new_end: int


def difference(old: AnyStr, new: AnyStr) -> Difference:
    """Return where two texts differ; comparing whole stretches takes next to nothing, unlike a look at each character."""
    shortest = min(len(old), len(new))
    start = _longest(shortest, lambda length: new[:length] == old[:length])
    end = _longest(shortest - start, lambda length: new[len(new) - length :] == old[len(old) - length :])
    return Difference(start, len(old) - end, len(new) - end)


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the greatest number, up to a most, for which something holds that holds for all smaller ones."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least
