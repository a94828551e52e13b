"""What rules share that look at how steps' results are used."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Handler, Note, ResultUse, Role, UseKind
from wflint.serialization.json_roundtrip import JsonShape

_MEMBERS = {each.__name__: frozenset(dir(each)) for each in (dict, list, str, int, float)}


def given_shapes(use: ResultUse) -> list[JsonShape]:
    """Return what a result may be after JSON, `None` left out."""
    return [shape for shape in use.shapes if shape.type != "NoneType"]


def inside(use: ResultUse) -> list[Note]:
    """Return a note where the use itself stands, if that is in a helper."""
    site = use.used.path[-1]
    return [Note(site, "used here", Role.CAUSE)] if site != use.site else []


def missing_attributes(handler: Handler) -> Iterator[ResultUse]:
    """Yield the uses of results that fail with `AttributeError`, whatever the step returned."""
    for use in handler.result_uses:
        shapes = given_shapes(use)
        is_attribute = use.used.use is UseKind.ATTRIBUTE
        if any(handler.rejected(each.value) is not None for each in use.step.returned):
            continue  # unserializable-step-result
        if is_attribute and shapes and all(_lacks(shape, use.used.name) for shape in shapes):
            yield use


def _lacks(shape: JsonShape, name: str) -> bool:
    # Text and numbers that were nothing else fail with and without replay, and in plain sight.
    is_certain = shape.type in ("dict", "list") or shape.is_enum or (shape.type == "str" and bool(shape.was))
    return is_certain and name not in _MEMBERS.get(shape.type, ())
