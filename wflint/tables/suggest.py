"""Suggests the name that somebody has meant."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like a name; `None` if none is close."""
    import difflib  # noqa: PLC0415 - most names are known

    found = difflib.get_close_matches(name, list(known), n=1)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """Return what to say after a name that is unknown.

    Args:
        name: The name as it is written.
        known: The names that there are.
        otherwise: What to say where no known name is close; by default all of them are listed.
    """
    known = list(known)
    meant = closest(name, known)
    if meant is not None:
        return f", did you mean `{meant}`?"
    return f"; known are {', '.join(known)}" if otherwise is None else otherwise
