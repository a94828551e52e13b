"""The JSON round trip: the shape of a step's result, as the code after the step sees it."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, EnumMember, Instance, Object
from wflint.domain.awaited import StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.engines.storage import Format
from wflint.ir import nodes as ir
from wflint.serialization.javascript.roundtrip import StringifyShapes
from wflint.serialization.json_check import BaseClasses, rejected
from wflint.serialization.shapes import MAX_DEPTH, JsonShape, JsonShapes, ShapeMaker, shapes_at
from wflint.serialization.type_facts import facts_of
from wflint.trace.steps import StepCall, step_of

_NAMED = "collections.namedtuple."
_PLAIN = frozenset({"str", "int", "float", "bool", "NoneType"})


def step_shapes(step: StepCall, base_classes: BaseClasses) -> JsonShapes:
    """Return the shapes that a step's result may have."""
    return _maker(base_classes, step.context.profile.codec.kind).of_step(step)


def shapes_of(value: Value, base_classes: BaseClasses, kind: Format = Format.JSON) -> JsonShapes:
    """Return the shapes that a value may have after JSON; `kind` says what becomes of what JSON lacks."""
    return _maker(base_classes, kind).of_value(value, MAX_DEPTH)


def result_shapes(result: StepResult, base_classes: BaseClasses) -> JsonShapes:
    """Return the shapes of a step's result, or of the part of it that is used; never `None`, which has no parts."""
    if result.place is None:
        return ()
    return shapes_at(step_shapes(step_of(result.step), base_classes), result.place)


def _maker(base_classes: BaseClasses, kind: Format) -> ShapeMaker:
    return StringifyShapes(base_classes) if kind.is_javascript else _JsonShapes(base_classes, kind)


class _JsonShapes(ShapeMaker):
    """Makes the shapes that Python's `json` leads to."""

    def __init__(self, base_classes: BaseClasses, kind: Format) -> None:
        super().__init__(base_classes)
        self.kind = kind

    def of_ref(self, ref: Ref, depth: int) -> JsonShapes:
        """Return the shapes that one alternative may have after JSON."""
        return self._of_ref(ref, depth) or self._as_text(ref)

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
            case StepResult():
                return self.of_result(ref)
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


def _is_dict(ref: Collection) -> bool:
    return ref.kind is ir.ContainerKind.DICT


def _is_a(bases: list[str], name: str) -> bool:
    return any(base in (f"typing.{name}", f"typing_extensions.{name}") for base in bases)


def _text(key: object) -> object:
    """Return a dictionary's key as JSON writes it."""
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    return str(key) if isinstance(key, (int, float)) else key
