"""The parts that a description of an engine is made of; texts are Markdown, with code in backticks and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from wflint.record import record


@record
class Fact:
    """One thing to know.

    Attributes:
        name: What it is about.
        text: What there is to say; empty where the name says it all.
    """

    name: str
    text: str = ""


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


def joined(*parts: str) -> str:
    """Join the parts of a sentence; leave out empty ones."""
    return "; ".join(filter(None, parts))
