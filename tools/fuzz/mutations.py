"""Changes to a text that leave something which is nearly code."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from random import Random

from wflint.languages.typescript.grammar import has_jsx
from wflint.languages.typescript.repair import first_error, parse_repaired

_TOKENS = re.compile(r"\w+|[^\S\n]+|\n|[^\w\s]")
_MOST = 6
_PATIENCE = 6
_KEEPS_BROKEN = 0.15
"""Which share of the texts need not parse: what does not is looked at least."""

Change = Callable[[list[str], list[str], Random], None]


def mutated(text: str, others: Sequence[str], suffix: str, random: Random) -> str:
    """Change a text in a few places, mostly so that it still parses.

    Args:
        text: The text.
        others: Texts in the same language, from which pieces are taken.
        suffix: The suffix of its file, which says what language it is.
        random: Decides.
    """
    wanted = random.randint(1, _MOST)
    for _ in range(wanted):
        for _ in range(_PATIENCE):
            changed = _changed(text, random.choice(others), random)
            if random.random() < _KEEPS_BROKEN / wanted or parses(changed, suffix):
                text = changed
                break
    return text


def parses(text: str, suffix: str) -> bool:
    """Whether a text is code of its language."""
    if suffix != ".py":
        tree = parse_repaired(text.encode("utf-8", "surrogatepass"), jsx=has_jsx(f"app{suffix}")).tree
        return first_error(tree) is None
    try:
        compile(text, "app.py", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _changed(text: str, other: str, random: Random) -> str:
    if random.random() < 0.5:  # half of the changes are to lines
        pieces, foreign = text.splitlines(keepends=True), other.splitlines(keepends=True)
        changes = _OF_LINES
    else:
        pieces, foreign = _TOKENS.findall(text), _TOKENS.findall(other)
        changes = _OF_TOKENS
    if pieces and foreign:
        random.choice(changes)(pieces, foreign, random)
    return "".join(pieces)


def _delete(pieces: list[str], _: list[str], random: Random) -> None:
    start, end = _stretch(pieces, random)
    del pieces[start:end]


def _repeat(pieces: list[str], _: list[str], random: Random) -> None:
    start, end = _stretch(pieces, random)
    pieces[end:end] = pieces[start:end]


def _move(pieces: list[str], _: list[str], random: Random) -> None:
    start, end = _stretch(pieces, random)
    taken = pieces[start:end]
    del pieces[start:end]
    place = random.randint(0, len(pieces))
    pieces[place:place] = taken


def _swap(pieces: list[str], _: list[str], random: Random) -> None:
    first, second = random.randrange(len(pieces)), random.randrange(len(pieces))
    pieces[first], pieces[second] = pieces[second], pieces[first]


def _splice(pieces: list[str], foreign: list[str], random: Random) -> None:
    start, end = _stretch(pieces, random)
    first, last = _stretch(foreign, random)
    pieces[start:end] = foreign[first:last]


def _insert(pieces: list[str], foreign: list[str], random: Random) -> None:
    place = random.randint(0, len(pieces))
    first, last = _stretch(foreign, random)
    pieces[place:place] = foreign[first:last]


def _indent(pieces: list[str], _: list[str], random: Random) -> None:
    start, end = _stretch(pieces, random)
    by = random.choice(("    ", "  ", "\t"))
    pieces[start:end] = [f"{by}{line}" for line in pieces[start:end]]


def _use_known_word(pieces: list[str], _: list[str], random: Random) -> None:
    words = [place for place, piece in enumerate(pieces) if piece.isidentifier()]
    if words:
        pieces[random.choice(words)] = pieces[random.choice(words)]


def _use_foreign_word(pieces: list[str], foreign: list[str], random: Random) -> None:
    words = [place for place, piece in enumerate(pieces) if piece.isidentifier()]
    others = [piece for piece in foreign if piece.isidentifier()]
    if words and others:
        pieces[random.choice(words)] = random.choice(others)


def _stretch(pieces: Sequence[str], random: Random) -> tuple[int, int]:
    start = random.randrange(len(pieces))
    return start, min(len(pieces), start + random.choice((1, 1, 1, 2, 3, 5, 8)))


_OF_LINES: tuple[Change, ...] = (_delete, _repeat, _move, _swap, _splice, _insert, _indent)
_OF_TOKENS: tuple[Change, ...] = (_delete, _repeat, _swap, _splice, _use_known_word, _use_foreign_word)
