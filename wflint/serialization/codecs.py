"""Codecs that pass values through JSON: encoding them as plain data, and decoding them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Decoded,
    EnumMember,
    Headers,
    Instance,
    Object,
    Partial,
    Payload,
)
from wflint.domain.awaited import Coroutine, StepResult
from wflint.domain.taint import taint_sources
from wflint.domain.values import Const, Ref, Value
from wflint.effects import EffectKind
from wflint.effects.facts import method_facts, type_name_facts
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec
from wflint.serialization.json_check import BaseClasses, has_plain_value, rejected
from wflint.serialization.models import is_remade
from wflint.serialization.type_facts import facts_of, is_json_class, is_model_base

NO_CODEC = Codec("{}", None)
"""The codec of what JSON certainly rejects and nothing encodes and decodes."""

_TUPLE = Codec("{}", "tuple({})")
_SET = Codec("list({})", "set({})")
_GENERATOR = Codec("list({})", "iter({})")

_MAX_DEPTH = 4

_MAKERS = {"__init__", "__post_init__", "__new__"}
"""What a dataclass would do a second time when it is made again of its fields."""

_IMPORTED = re.compile(r"\b(?:base64|dataclasses|attrs)\.\w+")
_DECODED = {"set": "set({})", "frozenset": "frozenset({})"}
# A list serves as well as the value itself did.
_LISTS = ("list(", "sorted(", "{}.tolist(", "{}.fetchall(")


def codec_of(value: Value, base_classes: BaseClasses) -> Codec | None:
    """Return how a value passes through JSON; `None` where its type is not known, or no codec fits."""
    return _of_value(value, base_classes, _MAX_DEPTH)


def is_plain_member(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    """Return whether an expression reads plain data from an object: `response.json()`, `uuid4().hex`."""
    match node:
        case ir.Await(value=inner):
            return is_plain_member(inner, values)
        case ir.Call(func=ir.Attribute(attr=name)) if method_facts("python").lookup(name).gives_plain:
            return True
        case ir.Subscript(value=mapping) | ir.Call(func=ir.Attribute(value=mapping, attr="get")) if (
            _is_environment(mapping, values)
        ):
            return True
        case ir.Call(func=ir.Attribute() as read) | (ir.Attribute() as read):
            owner = values.get(read.value)
            types = (
                [ref.type for ref in owner.alternatives if isinstance(ref, Instance)]
                if owner is not None
                else []
            )
            return any(read.attr in _plain_members(name) for name in types)
        case _:
            return False


def _plain_members(type_: str) -> tuple[str, ...]:
    """Return the members of a type's values that are plain data."""
    by_name = type_name_facts("python").lookup(type_.rpartition(".")[2].lower())
    return (*facts_of(type_).plain_members, *by_name.plain_members)


def _is_environment(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    """Return whether an expression is a mapping of environment variables, whose values are text."""
    value = values.get(node)
    read = [source.row.effect for source in taint_sources(value.taint)] if value is not None else []
    return isinstance(node, (ir.Name, ir.Attribute)) and bool(read) and set(read) == {EffectKind.ENVIRONMENT}


def _of_value(value: Value, base_classes: BaseClasses, depth: int) -> Codec | None:
    if value.is_open:
        return None
    return _common(_of_ref(ref, base_classes, depth) for ref in value.alternatives)


def _common(codecs: Iterable[Codec | None]) -> Codec | None:
    found = list(codecs)
    return found[0] if found and all(codec == found[0] for codec in found) else None


def _of_type(name: str) -> Codec | None:
    """Return how values of an external type pass through JSON, where a row says it."""
    facts = facts_of(name)
    return Codec(facts.encode, facts.decode) if facts.encode is not None else None


def _of_ref(ref: Ref, base_classes: BaseClasses, depth: int) -> Codec | None:
    match ref:
        case Const():
            is_plain = ref.type not in ("bytes", "complex", "ellipsis")
            return PLAIN if is_plain else _of_type(f"builtins.{ref.type}")
        case Instance():
            return PLAIN if facts_of(ref.type).is_plain else _of_type(ref.type) or NO_CODEC
        case Payload() | StepResult() | Headers() | Decoded():
            return PLAIN
        case Collection():
            return _of_collection(ref, base_classes, depth)
        case EnumMember():
            return _of_member(ref)
        case Object():
            return _of_object(ref, base_classes, depth)
        case Closure() | ClassRef() | Partial() | Coroutine() | Context():
            return NO_CODEC
        case _:
            return None


def _of_collection(ref: Collection, base_classes: BaseClasses, depth: int) -> Codec | None:
    if ref.type is not None:
        return _of_type(ref.type)
    keys_fit = ref.kind is not ir.ContainerKind.DICT or all(isinstance(key, str) for key in ref.items)
    held = dict.fromkeys(ref.elements())  # one that holds itself many times is looked into once
    inner = [_of_value(value, base_classes, depth - 1) for value in held] if depth else [None]
    if any(codec is not None and not codec.is_plain for codec in inner):
        return _of_items(ref, _common(inner)) if keys_fit else NO_CODEC
    if not keys_fit or any(codec is None for codec in inner):
        return None
    match ref.kind:
        case ir.ContainerKind.LIST | ir.ContainerKind.DICT:
            return PLAIN
        case ir.ContainerKind.TUPLE:
            return _TUPLE
        case ir.ContainerKind.SET:
            return _SET
        case ir.ContainerKind.GENERATOR:
            return _GENERATOR


def _of_items(ref: Collection, codec: Codec | None) -> Codec:
    """Return how a collection passes through JSON whose items all have the same codec."""
    if codec is None or codec.decode is None:
        return NO_CODEC
    name = "group" if " for item in " in codec.encode else "item"
    encode, decode = codec.encode.format(name), codec.decode.format(name)
    if ref.kind in (ir.ContainerKind.LIST, ir.ContainerKind.GENERATOR):
        return Codec(f"[{encode} for {name} in {{}}]", f"[{decode} for {name} in {{}}]")
    if ref.kind is ir.ContainerKind.DICT and _are_text(ref.keys):
        return Codec(
            f"{{{{key: {encode} for key, {name} in {{}}.items()}}}}",
            f"{{{{key: {decode} for key, {name} in {{}}.items()}}}}",
        )
    return NO_CODEC


def _are_text(keys: Value | None) -> bool:
    """Return whether keys that are not constants are text, or data that has been JSON before."""
    return keys is None or keys.always(
        lambda ref: (
            isinstance(ref, (Payload, StepResult, Decoded))
            or (isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str")
        )
    )


def _of_member(ref: EnumMember) -> Codec | None:
    name = _importable(ref.class_)
    if name is None:
        return None
    if not has_plain_value(ref):
        return Codec("{}.name", f"<{name}>[{{}}]")
    return Codec("{}.value", f"<{name}>({{}})")


def _of_object(ref: Object, base_classes: BaseClasses, depth: int) -> Codec | None:
    name, bases = _importable(ref.class_), base_classes(ref.class_)
    if name is None or is_json_class(bases) or not depth:
        return None
    if any(is_model_base(base) for base in bases):
        if not is_remade(ref, base_classes):
            return None
        return Codec('{}.model_dump(mode="json")', f"<{name}>.model_validate({{}})")
    if any(decorator.startswith("dataclasses.") for decorator in ref.class_.decorators):
        fields = [_of_value(value, base_classes, depth - 1) for value in ref.attributes.values()]
        # A field that is not plain data would stay so in `asdict`, or come back as something else.
        if any(codec is None for codec in fields) or not _is_made_of_fields(ref.class_):
            return None
        known = fields and all(codec is not None and codec.is_plain for codec in fields)
        return Codec("<dataclasses.asdict>({})", f"<{name}>(**{{}})") if known else NO_CODEC
    return NO_CODEC


def _is_dumped(ref: Object, base_classes: BaseClasses) -> bool:
    """Return whether turning an object into a dictionary makes JSON of it: a model does, others keep their fields."""
    if any(is_model_base(base) for base in base_classes(ref.class_)):
        return True
    fields = [_of_value(value, base_classes, _MAX_DEPTH) for value in ref.attributes.values()]
    return all(codec is not None and codec.is_plain for codec in fields)


def _is_made_of_fields(class_: ClassRef) -> bool:
    """Return whether a call with all fields of a dataclass makes it again, and does nothing else."""
    above = [ref for base in class_.bases for ref in base.alternatives if isinstance(ref, ClassRef)]
    statements = class_.class_.body.block.statements
    made = [each.value for each in statements if isinstance(each, ir.Assign)]
    return (
        not _MAKERS & class_.class_.body.binds
        and not any(map(_leaves_init_out, (*class_.class_.decorators, *made)))
        and all(map(_is_made_of_fields, above))
    )


def _leaves_init_out(node: ir.Expr | None) -> bool:
    """Return whether `@dataclass(init=False)` or `field(init=False)` is called."""
    return isinstance(node, ir.Call) and any(
        argument.keyword == "init" and not (isinstance(argument.value, ir.Literal) and argument.value.value)
        for argument in node.args
    )


def _importable(class_: ClassRef) -> str | None:
    """Return the qualified name of a class, where another module could import it."""
    module = class_.module
    return f"{module.name}.{class_.class_.name}" if class_.env.is_module and module.name else None


def result_codec(value: Value, base_classes: BaseClasses) -> Codec | None:
    """Return how a step's result that JSON rejects passes through it; `None` where no codec fits, as none fits nothing as well."""
    if any(isinstance(ref, Const) and ref.value is None for ref in value.alternatives):
        return None
    codec = codec_of(value, base_classes)
    if codec == _GENERATOR:
        return Codec("list({})")
    if codec is not None and codec.encode != "{}" and codec.decode is not None:
        return codec
    why = rejected(value, base_classes)
    if any(isinstance(ref, Object) and not _is_dumped(ref, base_classes) for ref in value.alternatives):
        return None
    if why is None or why.within or why.is_key or not why.remedy or "await" in why.remedy:
        return None
    encode = _IMPORTED.sub(r"<\g<0>>", why.remedy)
    return Codec(encode, _DECODED.get(why.type, "{}" if encode.startswith(_LISTS) else None))
