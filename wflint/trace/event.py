"""The base of all events."""

from __future__ import annotations


class Event:
    """Base of all events."""

    __slots__ = ()

    @property
    def children(self) -> tuple[list[Event], ...]:
        """Return the blocks of events inside it, in order; a step's function is not among them."""
        return ()
