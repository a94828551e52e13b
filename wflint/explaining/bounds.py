"""Bounds of a count: the least and the most that it can be."""

from __future__ import annotations

from collections.abc import Iterable

from wflint.record import record


@record
class Bounds:
    """How often something happens: at least, and at most; `None` where there is no limit."""

    least: int
    most: int | None

    @classmethod
    def union(cls, found: Iterable[Bounds]) -> Bounds:
        """Return bounds that hold whichever of the given ones does; zero where there are none."""
        known = list(found)
        mosts = [bounds.most for bounds in known if bounds.most is not None]
        most = max(mosts, default=0) if len(mosts) == len(known) else None
        return cls(min((bounds.least for bounds in known), default=0), most)

    def plus(self, more: int) -> Bounds:
        """Return the bounds of a count that is larger by `more`."""
        return Bounds(self.least + more, None if self.most is None else self.most + more)

    def at_least(self, least: int) -> Bounds:
        """Return the same bounds, with a lower bound of `least` or more."""
        return Bounds(max(least, self.least), self.most)
