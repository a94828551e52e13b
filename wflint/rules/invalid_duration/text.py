"""Durations in words and units of all kinds, and how an engine writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from wflint.rules.api import Duration

_SECONDS: Final[Mapping[str, int]] = MappingProxyType(
    {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60, "w": 7 * 24 * 60 * 60}
)
_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        spelling: unit
        for unit, spellings in {
            "s": "s sec secs second seconds",
            "m": "m min mins minute minutes",
            "h": "h hr hrs hour hours",
            "d": "d day days",
            "w": "w week weeks",
        }.items()
        for spelling in spellings.split()
    }
)
_PART: Final = re.compile(r"(\d+(?:\.\d+)?) ?([a-z]+)(?:,? and |, ?| |$|(?=\d))")


def seconds_of(text: str) -> int | None:
    """Return how many whole seconds a text means, whatever way it is spelled; `None` where that is not clear."""
    parts = _parts(text)
    total = sum((number * _SECONDS[unit] for number, unit in parts), Fraction(0))
    return int(total) if total > 0 and total.denominator == 1 else None


def respelled(text: str, rules: Duration) -> str | None:
    """Return a duration as the engine writes it, in the units of the text if it can; `None` where it is not clear."""
    seconds = seconds_of(text)
    if seconds is None:
        return None
    return next(
        (each for each in _spellings(_parts(text), seconds) if re.fullmatch(rules.pattern, each)), None
    )


def _spellings(parts: list[tuple[Fraction, str]], seconds: int) -> Iterator[str]:
    if all(number.denominator == 1 for number, _ in parts):
        yield "".join(f"{number}{unit}" for number, unit in parts)
    for unit in ("d", "h", "m", "s"):
        if seconds % _SECONDS[unit] == 0:
            yield f"{seconds // _SECONDS[unit]}{unit}"


def _parts(text: str) -> list[tuple[Fraction, str]]:
    """Return the numbers of a text with their units; none where anything else stands in it."""
    found: list[tuple[Fraction, str]] = []
    wanted, at = " ".join(text.lower().split()), 0
    while at < len(wanted):
        part = _PART.match(wanted, at)
        # A lone capital M is a month to many.
        if part is None or part[2] not in _UNITS or re.search(r"\dM\b|\d M\b", text):
            return []
        found.append((Fraction(part[1]), _UNITS[part[2]]))
        at = part.end()
    return found
