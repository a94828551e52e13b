"""What a value may be after JSON, whatever language makes JSON of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final, TypeAlias

from wflint.domain.awaited import ITEM, ROUND, StepResult
from wflint.domain.values import Ref, Value
from wflint.record import record
from wflint.serialization.json_check import BaseClasses
from wflint.trace.steps import StepCall, step_of

MAX_DEPTH: Final = 4


@record
class JsonShape:
    """One thing that a value may be after JSON.

    Attributes:
        type: Its builtin type.
        was: What it was before, where that is another type: `tuple`, `Date`, or the name of an enum, named tuple or class.
        keys: The type of keys that were not text and that JSON has turned into text.
        items: The shapes at known keys.
        rest: The shapes of its other items; empty where they are not known.
        is_enum: Whether it was a member of an enum.
        lost: What it had before, as far as that is known of a first-party class, and has not any more.
        qualname: The qualified name of what it was, where that is an external type.
        is_null: Whether it is `null`, in a language where that is another value than what is not there.
    """

    type: str
    was: str = ""
    keys: str = ""
    items: Mapping[object, JsonShapes] = field(default_factory=dict["object", "JsonShapes"])
    rest: JsonShapes = ()
    is_enum: bool = False
    lost: frozenset[str] = frozenset()
    qualname: str = ""
    is_null: bool = False

    @property
    def is_changed(self) -> bool:
        """Return whether JSON has changed its type or the type of its keys."""
        return bool(self.was or self.keys)


JsonShapes: TypeAlias = "tuple[JsonShape, ...]"
"""What a value may be after JSON; empty where that is not known."""


def shapes_at(shapes: JsonShapes, place: tuple[object, ...]) -> JsonShapes:
    """Return the shapes at a place in something."""
    for key in place:
        found: list[JsonShape] = []
        for json_shape in shapes:
            if json_shape.type != "NoneType":
                held = _held(json_shape, key)
                if not held:
                    return ()
                found.extend(held)
        shapes = tuple(found)
    return shapes


def changes(
    shapes: JsonShapes, depth: int = 2, place: tuple[object, ...] = ()
) -> Iterator[tuple[tuple[object, ...], JsonShape]]:
    """Yield what JSON has changed in something, outermost first, each with the keys that lead there."""
    for json_shape in shapes:
        if json_shape.is_changed:
            yield place, json_shape
    if depth:
        for json_shape in shapes:
            held = [*json_shape.items.items(), *([(ITEM, json_shape.rest)] if json_shape.rest else [])]
            for key, inner in held:
                yield from changes(inner, depth - 1, (*place, key))


def all_of(found: Iterable[JsonShapes]) -> JsonShapes:
    """Return all shapes together; none if one of them is not known."""
    joined: list[JsonShape] = []
    for shapes in found:
        if not shapes:
            return ()
        joined.extend(json_shape for json_shape in shapes if json_shape not in joined)
    return tuple(joined)


def _held(json_shape: JsonShape, key: object) -> JsonShapes:
    everything = [*json_shape.items.values(), *([json_shape.rest] if json_shape.rest else [])]
    if key is ROUND and json_shape.type == "dict":
        return (JsonShape("str"),)
    if key is ROUND or key is ITEM:
        return tuple(each for held in everything for each in held) if all(everything) else ()
    if isinstance(key, int) and key < 0:
        return ()
    return json_shape.items.get(key, json_shape.rest)


class ShapeMaker(ABC):
    """Makes shapes; a step that returns another step's result is followed once."""

    def __init__(self, base_classes: BaseClasses) -> None:
        self.base_classes = base_classes
        self.steps: set[StepCall] = set()

    def of_step(self, step: StepCall) -> JsonShapes:
        """Return the shapes that a step's result may have."""
        if step in self.steps or step.method.function is None or step.method.result is not None:
            return ()
        self.steps.add(step)
        found = all_of(self.of_value(each.value, MAX_DEPTH) for each in step.returned)
        self.steps.discard(step)
        return found

    def of_value(self, value: Value, depth: int) -> JsonShapes:
        """Return the shapes that a value may have after JSON, to a depth."""
        if not depth or value.is_open:
            return ()
        return all_of(self.of_ref(ref, depth) for ref in value.alternatives)

    def of_result(self, result: StepResult) -> JsonShapes:
        """Return the shapes of a part of a step's result."""
        return shapes_at(self.of_step(step_of(result.step)), result.place) if result.place is not None else ()

    @abstractmethod
    def of_ref(self, ref: Ref, depth: int) -> JsonShapes:
        """Return the shapes that one alternative may have after JSON."""
