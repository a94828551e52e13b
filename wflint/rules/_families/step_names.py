"""What rules share that look at steps of one name."""

from __future__ import annotations

from wflint.rules.api import Handler, Level, Repeated


def apart(handler: Handler, them: str = "them") -> str:
    """Return what distinguishes steps of one name, as a clause."""
    if handler.profile.identity.repeated is Repeated.NUMBERED:
        return f"only the order in which they run tells {them} apart"
    return f"nothing tells {them} apart"


def level_of_repeated(handler: Handler) -> Level:
    """Return how bad steps of one name are."""
    return Level.INFO if handler.profile.identity.repeated is Repeated.NUMBERED else Level.WARNING
