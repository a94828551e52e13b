"""Codecs that pass values of JavaScript through JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Decoded,
    Instance,
    Object,
    Payload,
)
from wflint.domain.awaited import StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.effects.facts import SerializationFacts, method_facts, serialization_facts, type_name_facts
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec

NO_CODEC: Final = Codec("{}", None)
"""The codec of what certainly comes back as something else, and nothing makes again."""

_LANGUAGE: Final = "javascript"
_MAX_DEPTH: Final = 4


def codec_of(value: Value) -> Codec | None:
    """Return how a value passes through JSON; `None` where its type is not known."""
    return _of_value(value, _MAX_DEPTH)


def result_codec(value: Value) -> Codec | None:
    """Return how a step's result at which `JSON.stringify` throws passes through it; `None` where no codec fits."""
    codec = codec_of(value)
    return codec if codec is not None and not codec.is_plain and codec.decode is not None else None


def is_plain_member(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    """Return whether an expression reads plain data from an object: `await response.json()`, `date.toISOString()`."""
    match node:
        case ir.Await(value=inner):
            return is_plain_member(inner, values)
        case ir.Call(func=ir.Attribute(attr=name)) if method_facts(_LANGUAGE).lookup(name).gives_plain:
            return True
        case ir.Call(func=ir.Attribute() as read) | (ir.Attribute() as read):
            owner = values.get(read.value)
            alternatives = owner.alternatives if owner is not None else ()
            return any(
                isinstance(ref, Instance) and read.attr in _plain_members(ref.type) for ref in alternatives
            )
        case _:
            return False


def _facts(type_: str) -> SerializationFacts:
    return serialization_facts(_LANGUAGE).lookup(type_)


def _plain_members(type_: str) -> tuple[str, ...]:
    """Return the members of a type's values that are plain data."""
    by_name = type_name_facts(_LANGUAGE).lookup(type_.rpartition(".")[2].lower())
    return (*_facts(type_).plain_members, *by_name.plain_members)


def _of_value(value: Value, depth: int) -> Codec | None:
    if value.is_open:
        return None
    return _common(_of_ref(ref, depth) for ref in value.alternatives)


def _common(codecs: Iterable[Codec | None]) -> Codec | None:
    found = list(codecs)
    return found[0] if found and all(codec == found[0] for codec in found) else None


def _of_type(name: str) -> Codec | None:
    """Return how values of a type pass through JSON, where a row says something of it."""
    facts = _facts(name)
    if facts.is_plain:
        return PLAIN
    if facts.encode is not None:
        return Codec(facts.encode, facts.decode)
    return NO_CODEC if facts.becomes or facts.remedy is not None else None


def _of_ref(ref: Ref, depth: int) -> Codec | None:
    match ref:
        case Const(value=float(number)) if not math.isfinite(number):
            return NO_CODEC
        case Const():
            return PLAIN
        case Instance():
            return _of_type(ref.type)
        case Payload() | StepResult() | Decoded():
            return PLAIN
        case Collection():
            return _of_collection(ref, depth)
        case Object() | Closure() | ClassRef() | Context():
            return NO_CODEC
        case _:
            return None


def _of_collection(ref: Collection, depth: int) -> Codec | None:
    held = dict.fromkeys(ref.elements())
    inner = [_of_value(value, depth - 1) for value in held] if depth else [None]
    if any(codec is not None and not codec.is_plain for codec in inner):
        return NO_CODEC
    if any(codec is None for codec in inner):
        return None
    if ref.type is not None:
        return _of_type(ref.type)
    return PLAIN if ref.kind in (ir.ContainerKind.LIST, ir.ContainerKind.DICT) else NO_CODEC
