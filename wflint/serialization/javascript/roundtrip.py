"""The round trip through `JSON.stringify` and `JSON.parse`: the shape of a step's result, as the code after the step sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    External,
    Instance,
    Method,
    Object,
    Partial,
)
from wflint.domain.awaited import Coroutine, Promise, StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.serialization.javascript.classes import bases_of, has_own_json, is_error
from wflint.serialization.shapes import JsonShape, JsonShapes, ShapeMaker
from wflint.serialization.type_facts import facts_of, row_of_method

_LANGUAGE: Final = "javascript"
_PLAIN: Final = frozenset({"str", "int", "float", "bool"})
_NULL: Final = "NoneType"
_NO_NUMBERS: Final = frozenset({"NaN", "Infinity"})
_FUNCTION: Final = "function"
_FUNCTIONS: Final = (Closure, ClassRef, Partial, BoundStepMethod)
_PRIVATE: Final = "#"


class StringifyShapes(ShapeMaker):
    """Makes the shapes that `JSON.stringify` leads to."""

    def of_ref(self, ref: Ref, depth: int) -> JsonShapes:
        """Return the shapes that one alternative may have after JSON."""
        match ref:
            case Const():
                return (
                    JsonShape(ref.type)
                    if ref.type in _PLAIN
                    else JsonShape(_NULL, is_null=ref.type == "null"),
                )
            case External(name=name) if name in _NO_NUMBERS:
                return (JsonShape(_NULL, name, is_null=True),)
            case Instance():
                return _of_type(ref.type)
            case Promise():
                return _of_type("Promise")
            case Coroutine(generator=True):
                return _of_type("AsyncGenerator" if ref.closure.function.is_async else "Generator")
            case Collection():
                return self._of_collection(ref, depth)
            case Object():
                return self._of_object(ref, depth)
            case StepResult():
                return self.of_result(ref)
            case _ if isinstance(ref, _FUNCTIONS):
                return (JsonShape(_NULL, _FUNCTION),)
            case Method() if row_of_method(ref, _LANGUAGE) is not None:
                return (JsonShape(_NULL, _FUNCTION),)
            case _:
                return ()

    def _of_collection(self, ref: Collection, depth: int) -> JsonShapes:
        if ref.type is not None and not ref.type.startswith("builtins."):
            return _of_type(ref.type)
        is_object = ref.kind is ir.ContainerKind.DICT
        # One that holds itself many times is looked into once.
        held = {
            item: self._of_item(item, depth - 1, is_object=is_object)
            for item in dict.fromkeys(ref.elements())
        }
        items = {_text(key) if is_object else key: held[item] for key, item in ref.items.items()}
        rest = held[ref.rest] if ref.rest is not None else ()
        return (JsonShape("dict" if is_object else "list", items=items, rest=rest),)

    def _of_item(self, item: Value, depth: int, *, is_object: bool) -> JsonShapes:
        """Return the shapes of an item: what is undefined is `null` in an array, and left out of an object."""
        if not is_object and item.always(lambda ref: isinstance(ref, Const) and ref.type == _NULL):
            return (JsonShape(_NULL, "undefined", is_null=True),)
        return self.of_value(item, depth)

    def _of_object(self, ref: Object, depth: int) -> JsonShapes:
        classes = bases_of(ref.class_)
        outer = self.base_classes(ref.class_)
        is_interface = ref.class_.class_.is_interface
        if has_own_json(classes) or not (is_interface or all(map(is_error, outer))):
            return ()
        own = {name: value for name, value in ref.attributes.items() if not name.startswith(_PRIVATE)}
        items: dict[object, JsonShapes] = {
            name: self.of_value(value, depth - 1) for name, value in own.items()
        }
        if is_interface:
            return (JsonShape("dict", items=items),)
        kept = {name for name, shapes in items.items() if not any(each.was == _FUNCTION for each in shapes)}
        lost = frozenset({*_members(classes), *_members_of(outer)} - kept)
        return (JsonShape("dict", ref.class_.class_.name, items=items, lost=lost),)


def _of_type(name: str) -> JsonShapes:
    if name.startswith("builtins."):
        return (JsonShape(name.removeprefix("builtins.")),)
    facts = facts_of(name, _LANGUAGE)
    if not facts.becomes:
        return ()
    kept: dict[object, JsonShapes] = dict.fromkeys(facts.keeps, ())
    was = name.rpartition(".")[2]
    return (JsonShape(facts.becomes.removeprefix("builtins."), was, items=kept, qualname=name),)


def _members(classes: list[ClassRef]) -> Iterator[str]:
    """Yield what the bodies of classes define."""
    for each in classes:
        yield from each.class_.body.binds


def _members_of(bases: list[str]) -> Iterator[str]:
    """Yield what the JavaScript classes above a class give its objects, and JSON leaves out."""
    for base in bases:
        yield from facts_of(base, _LANGUAGE).plain_members or facts_of("Error", _LANGUAGE).plain_members


def _text(key: object) -> object:
    """Return the key of an object as JSON writes it."""
    return str(key) if isinstance(key, (int, float)) and not isinstance(key, bool) else key
