"""What rules share that look at how steps' results are used."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Handler,
    Note,
    Pending,
    ResultPart,
    ResultUse,
    Role,
    StepResult,
    UseKind,
    Words,
    ir,
    spelled,
    value_of,
    with_article,
)
from wflint.serialization.shapes import JsonShape

_MEMBERS = {each.__name__: frozenset(dir(each)) for each in (dict, list, str, int, float)}
_VALUES = frozenset({"NaN", "Infinity", "undefined"})
"""What is called by its value in JavaScript, not by its type."""
_FUNCTION = "function"
_ANY_MEMBER = frozenset[str]().union(*_MEMBERS.values(), dir(bool), dir(None))
"""What at least one kind of plain data has."""


def given_shapes(use: ResultUse) -> list[JsonShape]:
    """Return what a result may be after JSON, `None` left out."""
    return [shape for shape in use.shapes if shape.type != "NoneType"]


def before(shape: JsonShape) -> str:
    """Return what something was before JSON changed it: `a Date`, `a member of Level`."""
    if shape.keys:
        return f"a dictionary with keys of type {shape.keys}"
    if shape.is_enum:
        return f"a member of {shape.was}"
    return f"`{shape.was}`" if shape.was in _VALUES else with_article(shape.was)


def after(shape: JsonShape, words: Words) -> str:
    """Return what something is after JSON: `text`, `a plain dictionary`."""
    if shape.keys:
        return "one with text for keys"
    if shape.is_enum:
        return "its value"
    is_emptied = bool(shape.qualname) and not shape.items
    known = {
        "list": words.sequence,
        "dict": "`{}`" if is_emptied else words.mapping,
        "str": "text",
        "NoneType": "nothing" if shape.was == _FUNCTION else "`null`",
    }
    return known.get(shape.type) or with_article(shape.type)


def spelled_place(place: tuple[object, ...], words: Words) -> str:
    """Return how code reads a place in a result: `["created"][0]`, `result.created[0]`; empty for the result itself."""
    if not place:
        return ""
    keys = (
        "[...]"
        if isinstance(key, ResultPart)
        else words.key.format(key)
        if isinstance(key, str)
        else f"[{key!r}]"
        for key in place
    )
    return words.place.format(whole="result", keys="".join(keys))


def inside(use: ResultUse) -> list[Note]:
    """Return a note where the use itself stands, if that is in a helper."""
    site = use.used.path[-1]
    return [Note(site, "used here", Role.CAUSE)] if site != use.site else []


def missing_attributes(handler: Handler) -> Iterator[ResultUse]:
    """Yield the uses of results that fail with `AttributeError`, whatever the step returned."""
    for use in handler.result_uses:
        shapes, name = given_shapes(use), use.used.name
        if use.used.use is not UseKind.ATTRIBUTE:
            continue
        if any(handler.rejected(each.value) is not None for each in use.step.returned):
            continue  # unserializable-step-result
        if all(_lacks(shape, name) for shape in shapes) if shapes else is_never_plain(use):
            yield use


def is_never_plain(use: ResultUse) -> bool:
    """Return whether an attribute is read that no plain data has, of something of which no more is known than that."""
    known_to_be_part = use.result.place is not None
    return known_to_be_part and not use.shapes and use.used.name not in _ANY_MEMBER


def _lacks(shape: JsonShape, name: str) -> bool:
    # Text and numbers that were nothing else fail with and without replay, and in plain sight.
    is_certain = shape.type in ("dict", "list") or shape.is_enum or (shape.type == "str" and bool(shape.was))
    return is_certain and name not in _MEMBERS.get(shape.type, ())


def named(node: ir.Node | None) -> str:
    """Return how code spells what it uses, a variable or a member of one; `value` for anything else."""
    name = spelled(node) if isinstance(node, (ir.Name, ir.Attribute)) else ""
    return name if name and "..." not in name else "value"


def is_iterated(handler: Handler, node: ir.Node) -> bool:
    """Return whether a node is what is iterated over, or an array that it is spread into, and no function that takes it."""
    if isinstance(node, ir.Container):
        return node.kind is ir.ContainerKind.LIST
    found = value_of(handler, node.value if isinstance(node, ir.Await) else node)
    return any(isinstance(ref, (StepResult, Pending)) for ref in found.alternatives)
