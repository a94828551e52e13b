"""What rules share that look at how steps' results are used."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Handler, Note, ResultUse, Role, Site, UseKind
from wflint.serialization.json_roundtrip import JsonShape

_MEMBERS = {each.__name__: frozenset(dir(each)) for each in (dict, list, str, int, float)}


def where_recorded(use: ResultUse) -> Note:
    """A note at the step whose result is used."""
    step = use.result.step
    node = step.name.node if step.name and step.name.node else step.site.node
    return Note(step.frame.site(node), "this result was stored as JSON", Role.STEP)


def inside(use: ResultUse) -> tuple[Note, ...]:
    """A note where the use itself stands, if that is in a helper."""
    site = use.used.path[-1]
    return (Note(site, "used here", Role.CAUSE),) if site != use.site else ()


def told_once(uses: Iterator[ResultUse]) -> Iterator[ResultUse]:
    """The uses, one a place."""
    told: set[Site] = set()
    for use in uses:
        if use.site not in told:
            told.add(use.site)
            yield use


def missing_attributes(handler: Handler) -> Iterator[ResultUse]:
    """The uses of results that fail with `AttributeError`, whatever the step returned."""
    for use in handler.result_uses:
        shapes = [json_shape for json_shape in use.shapes if json_shape.type != "NoneType"]
        if (
            use.used.use is UseKind.ATTRIBUTE
            and shapes
            and all(_lacks(json_shape, use.used.name) for json_shape in shapes)
        ):
            yield use


def _lacks(json_shape: JsonShape, name: str) -> bool:
    # Text and numbers that were nothing else fail with and without replay, and in plain sight.
    is_told = json_shape.type in ("dict", "list") or json_shape.is_enum
    return is_told and name not in _MEMBERS.get(json_shape.type, ())
