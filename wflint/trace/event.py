"""The base of all events."""

from __future__ import annotations


class Event:
    """Base of all events."""

    __slots__ = ()

    @property
    def children(self) -> tuple[list[Event], ...]:
        """The blocks of events inside it, in order; not what a step's function does."""
        return ()
