"""Times without a zone: which calls return one that means another instant on another machine.

`datetime.now()` and `fromtimestamp()` give times without a zone, too, but the right ones for the machine they run on.
"""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import Instance
from wflint.domain.values import Arguments, Value

_ZONE_POSITION = {
    "datetime.datetime": 7,
    "datetime.datetime.utcnow": None,
    "datetime.datetime.utcfromtimestamp": None,
}
"""The position of the zone among the arguments; `None` for calls that take none."""


def zoned(value: Value, name: str, arguments: Arguments) -> Value:
    """Return the result of a call; a time that certainly has no zone is noted as naive."""
    if name == "datetime.datetime.fromisoformat":
        naive = _has_no_offset(arguments)
    elif name in _ZONE_POSITION:
        position = _ZONE_POSITION[name]
        naive = arguments.get(position, "tzinfo") is None and arguments.rest is None
    else:
        return value
    return _as_naive(value) if naive else value


def still_naive(value: Value, method: str, arguments: Arguments) -> Value:
    """Return the result of a method of a naive time: another naive one, unless it is given a zone."""
    if method == "replace" and arguments.get(None, "tzinfo") is None and arguments.rest is None:
        return _as_naive(value)
    return value


def _has_no_offset(arguments: Arguments) -> bool:
    actual = arguments.get(0, "date_string")
    known = actual.value.constant if actual is not None else None
    if known is None or not isinstance(known.value, str):
        return False
    _, _, time = known.value.replace(" ", "T").partition("T")
    return not any(sign in time for sign in "+-Zz")


def _as_naive(value: Value) -> Value:
    alternatives = tuple(
        replace(ref, naive=True) if isinstance(ref, Instance) else ref for ref in value.alternatives
    )
    return value.of_alternatives(alternatives)
