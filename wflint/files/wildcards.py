r"""Has the wildcards of a translated pattern match at the first place that will do, and never try again elsewhere.

`*a*a*a*b` as a regular expression tries every way to spread a name over its stars, which takes ages for a long name. What
stands between two stars may as well be found as far left as possible: the later star takes whatever is left over. The same
holds for what stands between two `**`. So each of them becomes atomic: Python 3.10 spells that `(?=(?P<name>...))(?P=name)`.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_STAR: Final = "[^/]*"
_GAP: Final = "(?:/.+)?"
_TOKEN: Final = re.compile(rf"{re.escape(_GAP)}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\][*+]?|.", re.DOTALL)
_STARS: Final = re.compile(rf"(?:{re.escape(_STAR)}){{2,}}")
_FEWEST: Final = 3
"""With fewer wildcards, the ways to spread a path over them are few."""


def without_retries(regex: str) -> str:
    """Return a regular expression that matches the same paths in a time that grows with their length alone.

    Args:
        regex: What pathspec makes of a pattern.
    """
    tokens = [_within_a_name(token) for token in _TOKEN.findall(_STARS.sub(lambda _: _STAR, regex))]
    if tokens.count(_STAR) + tokens.count(_GAP) < _FEWEST:
        return "".join(tokens)
    numbers = count()

    def atomic(inner: str) -> str:
        name = f"piece{next(numbers)}"
        return f"(?=(?P<{name}>{inner}))(?P={name})"

    first, *others = _split(tokens, _GAP)
    *between, last = [_with_atomic_stars(piece, atomic) for piece in others] or [""]
    # What stands between two gaps is whole folders.
    pieces = [atomic(rf"(?:/.+?)??{piece}(?=/)") for piece in between]
    return "".join([_with_atomic_stars(first, atomic), *pieces, f"{_GAP}{last}" if others else ""])


def _within_a_name(token: str) -> str:
    """Keep a bracket of what is not meant from matching a slash, as git does."""
    return f"(?!/){token}" if token.startswith("[^") and not token.startswith("[^/]") else token


def _with_atomic_stars(tokens: Sequence[str], atomic: Callable[[str], str]) -> str:
    first, *others = _split(tokens, _STAR)
    written = ["".join(first)]
    for place, piece in enumerate(others):
        text = "".join(piece)
        is_last = place == len(others) - 1 or "/" in piece
        written.append(f"{_STAR}{text}" if is_last else atomic(f"{_STAR}?{text}"))
    return "".join(written)


def _split(tokens: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Yield the tokens between the separators."""
    piece: list[str] = []
    for token in tokens:
        if token == separator:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece
