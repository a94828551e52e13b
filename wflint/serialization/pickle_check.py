"""Values that `pickle` rejects."""

from __future__ import annotations

from wflint.domain.alternatives import (
    Closure,
    Collection,
    Context,
    Coroutine,
    Data,
    External,
    Instance,
    Method,
    ModuleRef,
    Partial,
)
from wflint.domain.taint import FromRequest
from wflint.domain.values import Ref, Value
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec
from wflint.serialization.json_check import SerializationError
from wflint.serialization.type_facts import facts_of

_MAX_DEPTH = 4


def unpicklable(value: Value) -> SerializationError | None:
    """Explain why a value cannot be pickled; `None` if it can, or where that is not known."""
    return _rejected(value, "", _MAX_DEPTH)


def pickled_codec(value: Value) -> Codec | None:
    """Return how a value passes through a pickle: as it is, or not at all; `None` where that is not known."""
    if unpicklable(value) is not None or any(
        isinstance(ref, (External, Context)) for ref in value.alternatives
    ):
        return Codec("{}", None)
    known = value.always(lambda ref: not isinstance(ref, (Data, Method)))
    return PLAIN if known or (value.taint and value.is_top and _is_request(value)) else None


def _is_request(value: Value) -> bool:
    return all(isinstance(each, FromRequest) for each in value.taint)


def _rejected(value: Value, within: str, depth: int) -> SerializationError | None:
    found = [_rejected_ref(ref, within, depth) for ref in value.alternatives]
    # If it may also be something that can be pickled, the code may have made sure of that.
    return found[0] if found and all(found) and not value.is_open else None


def _rejected_ref(ref: Ref, within: str, depth: int) -> SerializationError | None:
    match ref:
        case Closure() if not ref.env.is_static or ref.function.name == "<lambda>":
            return SerializationError("function", within, "")
        case Partial():
            return _rejected(ref.target, within, depth - 1) if depth else None
        case Coroutine():
            kind = "async_generator" if ref.closure.function.is_async and ref.generator else "coroutine"
            return SerializationError(
                "generator" if ref.generator and kind == "coroutine" else kind, within, ""
            )
        case ModuleRef():
            return SerializationError("module", within, "")
        case Instance() if name := facts_of(ref.type).pickle_rejects:
            return SerializationError(name, within, "")
        case Collection():
            return _rejected_collection(ref, within, depth)
        case _:
            return None


def _rejected_collection(ref: Collection, within: str, depth: int) -> SerializationError | None:
    if ref.kind is ir.ContainerKind.GENERATOR and ref.type in (None, "builtins.generator"):
        return SerializationError("generator", within, "list({})")
    if ref.type is not None and (name := facts_of(ref.type).pickle_rejects):
        return SerializationError(name, within, "list({})")
    for key, item in ref.items.items() if depth else ():
        place = f"{within}[{key!r}]" if isinstance(key, (str, int)) else within
        if found := _rejected(item, place.replace("'", '"'), depth - 1):
            return found
    return _rejected(ref.rest, f"{within}[...]", depth - 1) if depth and ref.rest is not None else None
