"""Whether a value survives `json.dumps`, and whether it could be called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wflint.domain.values import (
    ClassRef,
    Closure,
    Collection,
    Const,
    Context,
    Coroutine,
    Data,
    Decoded,
    EnumMember,
    Instance,
    Object,
    Partial,
    Payload,
    Pending,
    Ref,
    Stepper,
    StepResult,
    Value,
)
from wflint.ir import nodes as ir
from wflint.serialization.json_types import (
    BAD_KEYS,
    JSON_BASES,
    PLAIN_BASES,
    ROW_BASES,
    is_exception,
    is_model_base,
    rejected_type,
    response_types,
)

Lineage = Callable[[ClassRef], list[str]]
"""Qualified names of the external bases of a first-party class."""

_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Rejected:
    """A value that `json.dumps` rejects.

    Attributes:
        type: Its type, as the error message names it.
        within: Where it is inside the returned value: `["created"]`, empty for the value itself.
        remedy: How to make JSON of it; `{}` stands for the value.
        is_key: Whether it is a dictionary's key.
    """

    type: str
    within: str
    remedy: str
    is_key: bool = False


def rejected(value: Value, lineage: Lineage) -> Rejected | None:
    """Why `json.dumps` rejects a value; `None` if it accepts it, or where that is not known."""
    return _rejected(value, lineage, "", _MAX_DEPTH)


def _rejected(value: Value, lineage: Lineage, within: str, depth: int) -> Rejected | None:
    known = [ref for ref in value.refs if not (isinstance(ref, Const) and ref.value is None)]
    found = [_rejected_ref(ref, lineage, within, depth) for ref in known]
    # If it may also be something that JSON can carry, somebody may have made sure that it is.
    return found[0] if found and all(found) else None


def _rejected_ref(ref: Ref, lineage: Lineage, within: str, depth: int) -> Rejected | None:
    match ref:
        case Const():
            return _by_type(f"builtins.{ref.type}", within)
        case Instance():
            return _by_type(ref.type, within)
        case Collection():
            return _rejected_collection(ref, lineage, within, depth)
        case EnumMember():
            if JSON_BASES.isdisjoint(lineage(ref.class_)):
                return Rejected(ref.class_.class_.name, within, "{}.value")
            return None
        case Object():
            return _rejected_object(ref, lineage, within, depth)
        case Closure() | Partial() | Stepper():
            return Rejected("function", within, "{}()")
        case ClassRef():
            return Rejected("type", within, "")
        case Context():
            return Rejected(ref.type, within, "")
        case Coroutine() if ref.generator:
            kind = "async_generator" if ref.closure.function.is_async else "generator"
            return Rejected(kind, within, "list({})")
        case _:
            return None


def _by_type(name: str, within: str) -> Rejected | None:
    found = rejected_type(name)
    return Rejected(found[0], within, found[1]) if found is not None else None


def _rejected_collection(ref: Collection, lineage: Lineage, within: str, depth: int) -> Rejected | None:
    if ref.type is not None and (found := _by_type(ref.type, within)):
        return found
    if ref.kind is ir.ContainerKind.SET:
        return Rejected("set", within, "sorted({})")
    if ref.kind is ir.ContainerKind.GENERATOR:
        return Rejected("generator", within, "list({})")
    if not depth:
        return None
    for key, item in ref.items.items():
        if ref.kind is ir.ContainerKind.DICT and isinstance(key, bytes):
            return Rejected("bytes", within, "str({})", is_key=True)
        place = f"{within}[{key!r}]" if isinstance(key, (str, int)) else within
        if found := _rejected(item, lineage, place.replace("'", '"'), depth - 1):
            return found
    if ref.keys is not None and (bad := _rejected_key(ref.keys, lineage, within)):
        return bad
    return _rejected(ref.rest, lineage, f"{within}[...]", depth - 1) if ref.rest is not None else None


def _rejected_key(keys: Value, lineage: Lineage, within: str) -> Rejected | None:
    """Why `json.dumps` rejects a key; unlike a value, `None` is one that it takes."""
    found: list[Rejected | None] = []
    for ref in keys.refs:
        match ref:
            case Instance() if ref.type in BAD_KEYS:
                found.append(_by_type(ref.type, within) or Rejected(ref.type.rpartition(".")[2], within, ""))
            case Collection(kind=ir.ContainerKind.TUPLE):
                found.append(Rejected("tuple", within, ""))
            case EnumMember() | Object():
                found.append(_rejected_ref(ref, lineage, within, 0))
            case _:
                found.append(None)
    first = found[0] if found and all(found) else None
    remedy = "{}.value" if any(isinstance(ref, EnumMember) for ref in keys.refs) else "str({})"
    return Rejected(first.type, within, remedy, is_key=True) if first is not None else None


def _rejected_object(ref: Object, lineage: Lineage, within: str, depth: int) -> Rejected | None:
    bases = lineage(ref.class_)
    name = ref.class_.class_.name
    if not JSON_BASES.isdisjoint(bases):
        return _rejected_field(ref, lineage, within, depth, bases)
    if any(is_model_base(base) for base in bases):
        return Rejected(name, within, '{}.model_dump(mode="json")')
    if any(decorator.startswith("dataclasses.") for decorator in ref.class_.decorators):
        return Rejected(name, within, "dataclasses.asdict({})")
    if any(decorator.startswith(("attr.", "attrs.")) for decorator in ref.class_.decorators):
        return Rejected(name, within, "attrs.asdict({})")
    if any(is_exception(base) for base in bases):
        return Rejected(name, within, "str({})")
    if not ROW_BASES.isdisjoint(bases):
        return Rejected(name, within, "")
    if any(not base.startswith(PLAIN_BASES) for base in bases):
        return None  # derived from something that is not known
    return Rejected(name, within, "")


def _rejected_field(
    ref: Object, lineage: Lineage, within: str, depth: int, bases: list[str]
) -> Rejected | None:
    """Why `json.dumps` rejects what a named tuple or typed dictionary holds."""
    if not depth or not any(base.endswith((".NamedTuple", ".TypedDict")) for base in bases):
        return None
    names = list(ref.attributes)
    for name, held in ref.attributes.items():
        place = names.index(name) if "typing.NamedTuple" in bases else f'"{name}"'
        if found := _rejected(held, lineage, f"{within}[{place}]", depth - 1):
            return found
    return None


# --- callables ---

_DATA_TYPES = ("datetime.", "decimal.", "uuid.", "pathlib.", "fractions.")


def never_callable(value: Value) -> bool:
    """Whether calling a value certainly fails: it is data, or a coroutine."""
    return bool(value.refs) and all(_is_data(ref) for ref in value.refs)


def _is_data(ref: Ref) -> bool:
    match ref:
        case (
            Const()
            | Collection()
            | StepResult()
            | Payload()
            | Data()
            | Decoded()
            | Coroutine()
            | Pending()
            | EnumMember()
        ):
            return True
        case Instance():
            builtin = ref.type.startswith("builtins.") and ref.type not in (
                "builtins.object",
                "builtins.type",
            )
            known = ref.type.startswith(_DATA_TYPES) or ref.type in response_types()
            return builtin or known or ref.type.endswith(".Response")
        case _:
            return False


def coroutines(value: Value) -> Iterator[Coroutine | Pending]:
    """The coroutines that a value may be."""
    for ref in value.refs:
        if isinstance(ref, (Coroutine, Pending)):
            yield ref
