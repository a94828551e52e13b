"""The JSON round trip: the shape of a step's result, as the code after the step sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TypeAlias

from wflint.domain.alternatives import Collection, EnumMember, Instance, Object
from wflint.domain.awaited import ITEM, ROUND, StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.engines.replay import Format
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.serialization.json_check import BaseClasses, rejected
from wflint.serialization.type_facts import facts_of
from wflint.trace.steps import StepCall, step_of

_MAX_DEPTH = 4
_NAMED = "collections.namedtuple."
_PLAIN = frozenset({"str", "int", "float", "bool", "NoneType"})


@record
class JsonShape:
    """One thing that a value may be after JSON.

    Attributes:
        type: Its builtin type.
        was: What it was before, where that is another type: `tuple`, or the name of an enum or named tuple.
        keys: The type of keys that were not text and that JSON has turned into text.
        items: The shapes at known keys.
        rest: The shapes of its other items; empty where they are not known.
        is_enum: Whether it was a member of an enum.
    """

    type: str
    was: str = ""
    keys: str = ""
    items: Mapping[object, JsonShapes] = field(default_factory=dict["object", "JsonShapes"])
    rest: JsonShapes = ()
    is_enum: bool = False

    @property
    def is_changed(self) -> bool:
        """Return whether JSON has changed its type or the type of its keys."""
        return bool(self.was or self.keys)


JsonShapes: TypeAlias = "tuple[JsonShape, ...]"
"""What a value may be after JSON; empty where that is not known."""


def step_shapes(step: StepCall, base_classes: BaseClasses) -> JsonShapes:
    """Return the shapes that a step's result may have."""
    kind = step.context.profile.codec.kind
    return _ShapeMaker(base_classes, kind).of_step(step)


def shapes_of(value: Value, base_classes: BaseClasses, kind: Format = Format.JSON) -> JsonShapes:
    """Return the shapes that a value may have after JSON; `kind` says what becomes of what JSON lacks."""
    return _ShapeMaker(base_classes, kind).of_value(value, _MAX_DEPTH)


def result_shapes(result: StepResult, base_classes: BaseClasses) -> JsonShapes:
    """Return the shapes of a step's result, or of the part of it that is used; never `None`, which has no parts."""
    if result.place is None:
        return ()
    return shapes_at(step_shapes(step_of(result.step), base_classes), result.place)


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


def changes(shapes: JsonShapes, depth: int = 2) -> Iterator[tuple[str, JsonShape]]:
    """Yield what JSON has changed in something, outermost first, each with its place."""
    for json_shape in shapes:
        if json_shape.is_changed:
            yield "", json_shape
    if depth:
        for json_shape in shapes:
            held = [*json_shape.items.items(), *([(ITEM, json_shape.rest)] if json_shape.rest else [])]
            for key, inner in held:
                spelled = f"[{key!r}]".replace("'", '"') if key is not ITEM else "[...]"
                yield from ((f"{spelled}{where}", each) for where, each in changes(inner, depth - 1))


def _held(json_shape: JsonShape, key: object) -> JsonShapes:
    everything = [*json_shape.items.values(), *([json_shape.rest] if json_shape.rest else [])]
    if key is ROUND and json_shape.type == "dict":
        return (JsonShape("str"),)
    if key is ROUND or key is ITEM:
        return tuple(each for held in everything for each in held) if all(everything) else ()
    if isinstance(key, int) and key < 0:
        return ()
    return json_shape.items.get(key, json_shape.rest)


class _ShapeMaker:
    """Makes shapes; a step that returns another step's result is followed once."""

    def __init__(self, base_classes: BaseClasses, kind: Format) -> None:
        self.base_classes = base_classes
        self.kind = kind
        self.steps: set[StepCall] = set()

    def of_step(self, step: StepCall) -> JsonShapes:
        """Return the shapes that a step's result may have."""
        if step in self.steps or step.method.function is None or step.method.result is not None:
            return ()
        self.steps.add(step)
        found = _all_of(self.of_value(each.value, _MAX_DEPTH) for each in step.returned)
        self.steps.discard(step)
        return found

    def of_value(self, value: Value, depth: int) -> JsonShapes:
        """Return the shapes that a value may have after JSON, to a depth."""
        if not depth or value.is_open or self.kind is Format.JSON_STRINGIFY:
            return ()
        return _all_of(self._of_ref(ref, depth) or self._as_text(ref) for ref in value.alternatives)

    def _as_text(self, ref: Ref) -> JsonShapes:
        """Return the shape of what JSON lacks, where its text is stored instead."""
        why = rejected(Value((ref,)), self.base_classes) if self.kind is Format.JSON_AS_TEXT else None
        return (JsonShape("str", why.type),) if why is not None and not why.within and not why.is_key else ()

    def _of_ref(self, ref: Ref, depth: int) -> JsonShapes:
        match ref:
            case Const():
                return (JsonShape(ref.type),) if ref.type in _PLAIN else ()
            case Instance():
                return _of_type(ref.type)
            case Collection():
                return self._of_collection(ref, depth)
            case EnumMember():
                return self._of_member(ref)
            case Object():
                return self._of_object(ref, depth)
            case StepResult() if ref.place is not None:
                return shapes_at(self.of_step(step_of(ref.step)), ref.place)
            case _:
                return ()

    def _of_collection(self, ref: Collection, depth: int) -> JsonShapes:
        # One that holds itself many times is looked into once.
        shapes = {item: self.of_value(item, depth - 1) for item in dict.fromkeys(ref.items.values())}
        items = {_text(key) if _is_dict(ref) else key: shapes[item] for key, item in ref.items.items()}
        rest = self.of_value(ref.rest, depth - 1) if ref.rest is not None else ()
        if ref.kind is ir.ContainerKind.TUPLE:
            named = (ref.type or "").startswith(_NAMED)
            if ref.type is not None and not named and facts_of(ref.type).becomes != "list":
                return ()
            was = ref.type.removeprefix(_NAMED) if ref.type and named else "tuple"
            return (JsonShape("list", was, "", items, rest),)
        if ref.kind is ir.ContainerKind.LIST and ref.type in (None, "builtins.list"):
            return (JsonShape("list", "", "", items, rest),)
        if ref.kind is ir.ContainerKind.DICT and (ref.type is None or facts_of(ref.type).becomes == "dict"):
            was = ref.type.rpartition(".")[2] if ref.type is not None else ""
            return (JsonShape("dict", was, self._key_type(ref), items, rest),)
        return ()

    def _key_type(self, ref: Collection) -> str:
        for key in ref.items:
            if isinstance(key, (int, float)) or key is None:
                return type(key).__name__
        types = {
            json_shape.type
            for json_shape in (shapes_of(ref.keys, self.base_classes) if ref.keys is not None else ())
        }
        return next(iter(types)) if len(types) == 1 and "str" not in types else ""

    def _of_member(self, ref: EnumMember) -> JsonShapes:
        bases = self.base_classes(ref.class_)
        types = [value for base in bases if (value := facts_of(base).enum_value)]
        return (JsonShape(types[0], ref.class_.class_.name, is_enum=True),) if types else ()

    def _of_object(self, ref: Object, depth: int) -> JsonShapes:
        bases = self.base_classes(ref.class_)
        items: dict[object, JsonShapes] = {
            name: self.of_value(value, depth - 1) for name, value in ref.attributes.items()
        }
        name = ref.class_.class_.name
        if _is_a(bases, "TypedDict"):
            return (JsonShape("dict", items=items),)
        if _is_a(bases, "NamedTuple"):
            return (JsonShape("list", name, items=dict(enumerate(items.values()))),)
        if "builtins.dict" in bases or any(facts_of(base).becomes == "dict" for base in bases):
            return (JsonShape("dict", name),)
        return ()


def _of_type(name: str) -> JsonShapes:
    last = name.rpartition(".")[2]
    if name.startswith("builtins.") and last in (*_PLAIN, "list", "dict"):
        return (JsonShape(last),)
    if becomes := facts_of(name).becomes:
        return (JsonShape(becomes, last),)
    if name == "http.HTTPStatus":
        return (JsonShape("int", last, is_enum=True),)
    return ()


def _all_of(found: Iterable[JsonShapes]) -> JsonShapes:
    """Return all shapes together; none if one of them is not known."""
    joined: list[JsonShape] = []
    for shapes in found:
        if not shapes:
            return ()
        joined.extend(json_shape for json_shape in shapes if json_shape not in joined)
    return tuple(joined)


def _is_dict(ref: Collection) -> bool:
    return ref.kind is ir.ContainerKind.DICT


def _is_a(bases: list[str], name: str) -> bool:
    return any(base in (f"typing.{name}", f"typing_extensions.{name}") for base in bases)


def _text(key: object) -> object:
    """Return a dictionary's key as JSON writes it."""
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    return str(key) if isinstance(key, (int, float)) else key
