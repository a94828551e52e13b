"""The parts that a description of an engine is made of; texts are Markdown, with code in backticks and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from wflint.record import record

_MOST: Final = 3
"""Names in front of one text that an overview shows."""


@record
class Fact:
    """One thing to know.

    Attributes:
        name: What it is about.
        text: What there is to say; empty where the name says it all.
        brief: The name and the text in an overview; `None` where it leaves the fact out.
        mistake: The key in `Consequences` of the mistake that it is about; empty where it is about none.
    """

    name: str
    text: str = ""
    brief: tuple[str, str] | None = None
    mistake: str = ""


def main(name: str, text: str) -> Fact:
    """Return something that an overview says as well."""
    return Fact(name, text, (name, text))


@record
class Section:
    """Facts of one kind.

    Attributes:
        title: What they are about.
        facts: They themselves, in order.
        about: What holds for all of them, or that there are none.
    """

    title: str
    facts: tuple[Fact, ...] = ()
    about: str = ""


def code(text: str) -> str:
    """Format a piece of code."""
    return f"`{text}`"


def listed(texts: Iterable[str]) -> str:
    """List pieces of code, one after the other."""
    return ", ".join(map(code, texts))


def first_of(texts: Sequence[str]) -> str:
    """List the first of some texts, and say how many others there are."""
    left = len(texts) - _MOST
    return f"{', '.join(texts[:_MOST])} and {left} others" if left > 1 else ", ".join(texts)


def joined(*parts: str) -> str:
    """Join the parts of a sentence; leave out empty ones."""
    return "; ".join(filter(None, parts))
