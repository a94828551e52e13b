"""Values that `pickle` rejects."""

from __future__ import annotations

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Decoded,
    EnumMember,
    External,
    Headers,
    Instance,
    ModuleRef,
    Object,
    Partial,
    Payload,
)
from wflint.domain.awaited import Coroutine, StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec
from wflint.serialization.json_check import BaseClasses, SerializationError
from wflint.serialization.type_facts import PLAIN_BASES, facts_of, is_model_base

_MAX_DEPTH = 4
_HOOKS = frozenset(
    {"__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__slots__"}
)
"""What makes of a pickle something that only the class knows."""


def unpicklable(value: Value) -> SerializationError | None:
    """Explain why a value cannot be pickled; `None` if it can, or where that is not known."""
    return _rejected(value, "", _MAX_DEPTH)


def pickled_codec(value: Value, base_classes: BaseClasses) -> Codec | None:
    """Return how a value passes through a pickle: as it is, or not at all; `None` where that is not known."""
    if unpicklable(value) is not None or any(
        isinstance(ref, (External, Context)) for ref in value.alternatives
    ):
        return Codec("{}", None)
    return PLAIN if _pickles(value, base_classes, _MAX_DEPTH) else None


def _pickles(value: Value, base_classes: BaseClasses, depth: int) -> bool:
    """Return whether a value is known to come back from a pickle as it was."""
    return bool(depth) and value.always(lambda ref: _ref_pickles(ref, base_classes, depth))


def _ref_pickles(ref: Ref, base_classes: BaseClasses, depth: int) -> bool:
    match ref:
        case Const() | Payload() | StepResult() | Headers() | Decoded() | EnumMember() | Closure():
            return True
        case ClassRef():
            return ref.env.is_module
        case Instance():
            facts = facts_of(ref.type)
            return facts.is_plain or facts.pickles
        case Collection():
            if ref.type is not None and not facts_of(ref.type).pickles:
                return False
            return all(
                _pickles(value, base_classes, depth - 1) for value in dict.fromkeys(ref.elements())
            ) and (ref.keys is None or _pickles(ref.keys, base_classes, depth - 1))
        case Object():
            return _object_pickles(ref, base_classes, depth)
        case _:
            return False


def _object_pickles(ref: Object, base_classes: BaseClasses, depth: int) -> bool:
    """Return whether all that an object holds is known, and nothing but the default makes a pickle of it."""
    class_ = ref.class_
    return (
        class_.env.is_module
        and all(map(_base_pickles, base_classes(class_)))
        and not any(name in class_.class_.body.binds for name in _HOOKS)
        and all(_pickles(value, base_classes, depth - 1) for value in ref.attributes.values())
    )


def _base_pickles(name: str) -> bool:
    facts = facts_of(name)
    return name.startswith(PLAIN_BASES) or facts.is_json_base or facts.pickles or is_model_base(name)


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
    accepted: set[Value] = set()  # one that holds itself many times is looked into once
    for key, item in ref.items.items() if depth else ():
        if item in accepted:
            continue
        accepted.add(item)
        place = f"{within}[{key!r}]" if isinstance(key, (str, int)) else within
        if found := _rejected(item, place.replace("'", '"'), depth - 1):
            return found
    return _rejected(ref.rest, f"{within}[...]", depth - 1) if depth and ref.rest is not None else None
