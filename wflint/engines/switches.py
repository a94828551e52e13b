"""Settings that say whether an engine is used at all, told by their names: where a handler runs, it is."""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ON = frozenset(
    {"use", "uses", "using", "enable", "enabled", "active", "available", "has", "with", "on", "is"}
)
_OFF = frozenset({"disable", "disabled", "without", "no", "skip"})


def switch_of(name: str, engines: Collection[str]) -> bool | None:
    """Return what a setting says where an engine is used.

    Args:
        name: The setting's name, in whatever case.
        engines: The names of engines.

    Returns:
        True for `USE_DBOS`, false for `dbosDisabled`; `None` for what is no such setting, or says more than this: `dbos_is_down`.
    """
    words = {word.lower() for word in _WORD.findall(name)}
    said = words.difference(engines)
    if said == words or not said <= _ON | _OFF:
        return None
    if not said.isdisjoint(_OFF):
        return False
    return True if said else None
