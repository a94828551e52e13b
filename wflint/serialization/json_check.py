"""Values that `json.dumps` rejects."""

from __future__ import annotations

from collections.abc import Callable

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Context,
    EnumMember,
    Instance,
    Object,
    Partial,
)
from wflint.domain.awaited import Coroutine
from wflint.domain.types import type_name
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.serialization.type_facts import (
    PLAIN_BASES,
    facts_of,
    is_exception,
    is_json_class,
    is_model_base,
    rejected_type,
)

BaseClasses = Callable[[ClassRef], list[str]]
"""Qualified names of the external bases of a first-party class."""

_MAX_DEPTH = 4


_AS_TEXT = frozenset({"str({})", "{}.isoformat()"})
"""What makes JSON of values whose text says all there is to say."""


@record
class SerializationError:
    """A value that `json.dumps` rejects.

    Attributes:
        type: Its type, as the error message names it.
        within: Its place inside the returned value: `["created"]`, empty for the value itself.
        remedy: The expression that makes JSON of it, with `{}` in place of the value.
        is_key: Whether it is a dictionary's key.
        is_circle: Whether it is an object that holds itself.
    """

    type: str
    within: str
    remedy: str
    is_key: bool = False
    is_circle: bool = False

    @property
    def is_text(self) -> bool:
        """Return whether its text would do in its place."""
        return not self.is_key and self.remedy in _AS_TEXT


@record
class _Encoder:
    """How values become JSON.

    Attributes:
        base_classes: Returns the external bases of a first-party class.
        as_text: Whether what JSON lacks is stored as its text, which may say all there is to say.
    """

    base_classes: BaseClasses
    as_text: bool = False

    def accepts(self, why: SerializationError | None) -> bool:
        """Return whether a value is stored well in spite of what JSON lacks."""
        return why is None or (self.as_text and why.is_text)


def rejected(value: Value, base_classes: BaseClasses) -> SerializationError | None:
    """Explain why `json.dumps` rejects a value; `None` if it accepts it, or where that is not known."""
    return _rejected(value, _Encoder(base_classes), "", _MAX_DEPTH)


def rejected_as_text(value: Value, base_classes: BaseClasses) -> SerializationError | None:
    """Explain what of a value nobody can use any more where whatever JSON lacks is stored as its text."""
    return _rejected(value, _Encoder(base_classes, as_text=True), "", _MAX_DEPTH)


def _rejected(value: Value, encoder: _Encoder, within: str, depth: int) -> SerializationError | None:
    known = [ref for ref in value.alternatives if not (isinstance(ref, Const) and ref.value is None)]
    found = [_rejected_ref(ref, encoder, within, depth) for ref in known]
    # If it may also be something that JSON accepts, the code may have made sure of that.
    return found[0] if found and not any(map(encoder.accepts, found)) and not value.is_open else None


def _rejected_ref(ref: Ref, encoder: _Encoder, within: str, depth: int) -> SerializationError | None:
    """Explain why `json.dumps` rejects one alternative."""
    match ref:
        case Const():
            return _by_type(f"builtins.{ref.type}", within)
        case Instance():
            return _by_type(ref.type, within)
        case Collection():
            return _rejected_collection(ref, encoder, within, depth)
        case EnumMember():
            if not is_json_class(encoder.base_classes(ref.class_)):
                remedy = "{}.value" if has_plain_value(ref) else "{}.name"
                return SerializationError(ref.class_.class_.name, within, remedy)
            return None
        case Object():
            return _rejected_object(ref, encoder, within, depth)
        case Closure() | Partial() | BoundStepMethod():
            return SerializationError("function", within, "{}()")
        case ClassRef():
            return SerializationError("type", within, "")
        case Context():
            return SerializationError(ref.type, within, "")
        case Coroutine() if ref.generator:
            if ref.closure.function.is_async:
                return SerializationError("async_generator", within, "")
            return SerializationError("generator", within, "list({})")
        case _:
            return None


def has_plain_value(member: EnumMember) -> bool:
    """Return whether JSON has the value of a member of an enum, as far as it is known."""
    value = member.value
    return value.is_open or all(
        (isinstance(ref, Const) and ref.type not in ("bytes", "complex", "ellipsis"))
        or (isinstance(ref, Instance) and (facts_of(ref.type).is_plain or ref.type == "enum.auto"))
        for ref in value.alternatives
    )


def _by_type(name: str, within: str) -> SerializationError | None:
    found = rejected_type(name)
    return SerializationError(found[0], within, found[1]) if found is not None else None


def _rejected_collection(
    ref: Collection, encoder: _Encoder, within: str, depth: int
) -> SerializationError | None:
    if ref.type is not None and (found := _by_type(ref.type, within)):
        return found
    # A type without a row is named as it is, not as the builtin one that it behaves like.
    name = type_name(ref).rpartition(".")[2]
    if ref.kind is ir.ContainerKind.SET:
        return SerializationError(name, within, "sorted({})")
    if ref.kind is ir.ContainerKind.GENERATOR:
        return SerializationError(name, within, "list({})")
    if not depth:
        return None
    accepted: set[Value] = set()  # one that holds itself many times is looked into once
    for key, item in ref.items.items():
        if ref.kind is ir.ContainerKind.DICT and isinstance(key, bytes):
            return SerializationError("bytes", within, "str({})", is_key=True)
        if item in accepted:
            continue
        accepted.add(item)
        place = f"{within}[{key!r}]" if isinstance(key, (str, int)) else within
        if found := _rejected(item, encoder, place.replace("'", '"'), depth - 1):
            return found
    if ref.keys is not None and (bad := _rejected_key(ref.keys, encoder, within)):
        return bad
    return _rejected(ref.rest, encoder, f"{within}[...]", depth - 1) if ref.rest is not None else None


def _rejected_key(keys: Value, encoder: _Encoder, within: str) -> SerializationError | None:
    """Explain why `json.dumps` rejects a key; unlike values, keys may be `None`."""
    found: list[SerializationError | None] = []
    for ref in keys.alternatives:
        match ref:
            case Instance() if not facts_of(ref.type).is_json_key:
                found.append(
                    _by_type(ref.type, within) or SerializationError(ref.type.rpartition(".")[2], within, "")
                )
            case Collection(kind=ir.ContainerKind.TUPLE):
                found.append(SerializationError("tuple", within, ""))
            case EnumMember() | Object():
                found.append(_rejected_ref(ref, encoder, within, 0))
            case _:
                found.append(None)
    first = found[0] if found and all(found) and not keys.is_open else None
    remedy = "{}.value" if any(isinstance(ref, EnumMember) for ref in keys.alternatives) else "str({})"
    return SerializationError(first.type, within, remedy, is_key=True) if first is not None else None


def _rejected_object(ref: Object, encoder: _Encoder, within: str, depth: int) -> SerializationError | None:
    bases = encoder.base_classes(ref.class_)
    name = ref.class_.class_.name
    if is_json_class(bases):
        return _rejected_field(ref, encoder, within, depth, bases)
    if any(is_model_base(base) for base in bases):
        return SerializationError(name, within, '{}.model_dump(mode="json")')
    if any(decorator.startswith("dataclasses.") for decorator in ref.class_.decorators):
        return SerializationError(name, within, "dataclasses.asdict({})")
    if any(decorator.startswith(("attr.", "attrs.")) for decorator in ref.class_.decorators):
        return SerializationError(name, within, "attrs.asdict({})")
    if any(is_exception(base) for base in bases):
        return SerializationError(name, within, "str({})")
    if any(facts_of(base).is_row for base in bases):
        return SerializationError(name, within, "")
    if any(not base.startswith(PLAIN_BASES) for base in bases):
        return None  # derived from something that is not known
    return SerializationError(name, within, "")


def _rejected_field(
    ref: Object, encoder: _Encoder, within: str, depth: int, bases: list[str]
) -> SerializationError | None:
    """Explain why `json.dumps` rejects what a named tuple or typed dictionary holds."""
    if not depth or not any(base.endswith((".NamedTuple", ".TypedDict")) for base in bases):
        return None
    names = list(ref.attributes)
    for name, held in ref.attributes.items():
        place = names.index(name) if "typing.NamedTuple" in bases else f'"{name}"'
        if found := _rejected(held, encoder, f"{within}[{place}]", depth - 1):
            return found
    return None
