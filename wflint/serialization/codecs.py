"""How values are carried through JSON: what makes plain data of them, and what makes them of it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Coroutine,
    Decoded,
    EnumMember,
    Headers,
    Instance,
    Object,
    Partial,
    Payload,
    StepResult,
)
from wflint.domain.taint import FromRequest, taint_sources
from wflint.domain.values import Const, Ref, Value
from wflint.effects import Effect
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec
from wflint.serialization.json_check import BaseClasses, rejected
from wflint.serialization.json_types import JSON_BASES, is_model_base

_CODECS = {
    "datetime.datetime": Codec("{}.isoformat()", "<datetime.datetime>.fromisoformat({})"),
    "datetime.date": Codec("{}.isoformat()", "<datetime.date>.fromisoformat({})"),
    "datetime.time": Codec("{}.isoformat()", "<datetime.time>.fromisoformat({})"),
    "datetime.timedelta": Codec("{}.total_seconds()", "<datetime.timedelta>(seconds={})"),
    "decimal.Decimal": Codec("str({})", "<decimal.Decimal>({})"),
    "fractions.Fraction": Codec("str({})", "<fractions.Fraction>({})"),
    "uuid.UUID": Codec("str({})", "<uuid.UUID>({})"),
    "pathlib.Path": Codec("str({})", "<pathlib.Path>({})"),
    "pathlib.PosixPath": Codec("str({})", "<pathlib.Path>({})"),
    "pathlib.PurePath": Codec("str({})", "<pathlib.PurePath>({})"),
    "pathlib.PurePosixPath": Codec("str({})", "<pathlib.PurePosixPath>({})"),
    "builtins.bytes": Codec("<base64.b64encode>({}).decode()", "<base64.b64decode>({})"),
    "builtins.bytearray": Codec("<base64.b64encode>({}).decode()", "bytearray(<base64.b64decode>({}))"),
    "builtins.complex": Codec("str({})", "complex({})"),
    "builtins.range": Codec("list({})"),
    "builtins.map": Codec("list({})"),
    "builtins.zip": Codec("[list(pair) for pair in {}]"),
    "builtins.filter": Codec("list({})"),
    "builtins.generator": Codec("list({})"),
    "builtins.dict_keys": Codec("list({})"),
    "builtins.dict_values": Codec("list({})"),
    "builtins.dict_items": Codec("[list(item) for item in {}]"),
    "time.struct_time": Codec("list({})", "<time.struct_time>({})"),
    "collections.deque": Codec("list({})", "<collections.deque>({})"),
    "ipaddress.IPv4Address": Codec("str({})", "<ipaddress.IPv4Address>({})"),
    "ipaddress.IPv6Address": Codec("str({})", "<ipaddress.IPv6Address>({})"),
    "zoneinfo.ZoneInfo": Codec("{}.key", "<zoneinfo.ZoneInfo>({})"),
    "pandas.Timestamp": Codec("{}.isoformat()", "<pandas.Timestamp>({})"),
    "pendulum.DateTime": Codec("{}.isoformat()", "<pendulum.parse>({})"),
    "arrow.Arrow": Codec("{}.isoformat()", "<arrow.get>({})"),
}
_PLAIN_TYPES = frozenset(
    {
        "builtins.str", "builtins.int", "builtins.float", "builtins.bool", "builtins.NoneType", "builtins.list",
        "builtins.dict", "enum.IntEnum",
    }
)  # fmt: skip

UNCARRIED = Codec("{}", None)
"""What JSON certainly cannot carry, with nothing that makes plain data of it and brings it back."""

_TUPLE = Codec("{}", "tuple({})")
_SET = Codec("list({})", "set({})")
_GENERATOR = Codec("list({})", "iter({})")

# Members that JSON carries, by the end of the type's name: what HTTP clients' responses have, and parts of values.
_PLAIN_MEMBERS = {
    "Response": frozenset(
        {"json", "text", "status_code", "ok", "is_success", "is_error", "reason_phrase", "status"}
    ),
    "uuid.UUID": frozenset({"hex", "int", "urn", "version"}),
    "datetime.datetime": frozenset({"year", "month", "day", "hour", "minute", "second", "microsecond"}),
    "datetime.date": frozenset({"year", "month", "day"}),
    "datetime.timedelta": frozenset({"days", "seconds", "microseconds"}),
    "pathlib.Path": frozenset({"name", "stem", "suffix"}),
    "time.struct_time": frozenset(
        {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday"}
    ),
    "subprocess.CompletedProcess": frozenset({"returncode"}),
}
_MAX_DEPTH = 4

# Methods that give text or a number, whatever library's value they belong to.
_GIVE_TEXT_OR_NUMBERS = frozenset({"isoformat", "strftime", "total_seconds", "timestamp"})
_IMPORTED = re.compile(r"\b(?:base64|dataclasses|attrs)\.\w+")
_DECODED = {"set": "set({})", "frozenset": "frozenset({})"}
# What becomes a list serves as well as the value itself did.
_LISTS = ("list(", "sorted(", "{}.tolist(", "{}.fetchall(")


def codec_of(value: Value, base_classes: BaseClasses) -> Codec | None:
    """How a value is carried through JSON; `None` where its type is not known, or nothing carries it."""
    return _of_value(value, base_classes, _MAX_DEPTH)


def is_plain_member(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    """Whether an expression reads from an object what JSON carries: `response.json()`, `uuid4().hex`."""
    match node:
        case ir.Await(value=inner):
            return is_plain_member(inner, values)
        case ir.Call(func=ir.Attribute(attr=name)) if name in _GIVE_TEXT_OR_NUMBERS:
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
            return any(
                name.endswith(end) and read.attr in members
                for name in types
                for end, members in _PLAIN_MEMBERS.items()
            )
        case _:
            return False


def _is_environment(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    """Whether an expression is a mapping of environment variables, whose values are text."""
    value = values.get(node)
    read = [source.row.effect for source in taint_sources(value.taint)] if value is not None else []
    return isinstance(node, (ir.Name, ir.Attribute)) and bool(read) and set(read) == {Effect.ENVIRONMENT}


def _of_value(value: Value, base_classes: BaseClasses, depth: int) -> Codec | None:
    if value.is_open:
        if value.alternatives:
            return None
        return PLAIN if value.taint and all(isinstance(each, FromRequest) for each in value.taint) else None
    return _common(_of_ref(ref, base_classes, depth) for ref in value.alternatives)


def _common(codecs: Iterable[Codec | None]) -> Codec | None:
    found = list(codecs)
    return found[0] if found and all(codec == found[0] for codec in found) else None


def _of_ref(ref: Ref, base_classes: BaseClasses, depth: int) -> Codec | None:
    match ref:
        case Const():
            return (
                PLAIN
                if ref.type not in ("bytes", "complex", "ellipsis")
                else _CODECS.get(f"builtins.{ref.type}")
            )
        case Instance():
            return PLAIN if ref.type in _PLAIN_TYPES else _CODECS.get(ref.type, UNCARRIED)
        case Payload() | StepResult() | Headers() | Decoded():
            return PLAIN
        case Collection():
            return _of_collection(ref, base_classes, depth)
        case EnumMember():
            return _of_member(ref)
        case Object():
            return _of_object(ref, base_classes, depth)
        case Closure() | ClassRef() | Partial() | Coroutine() | Context():
            return UNCARRIED
        case _:
            return None


def _of_collection(ref: Collection, base_classes: BaseClasses, depth: int) -> Codec | None:
    if ref.type is not None:
        return _CODECS.get(ref.type)
    keys_fit = ref.kind is not ir.ContainerKind.DICT or all(isinstance(key, str) for key in ref.items)
    inner = [_of_value(value, base_classes, depth - 1) for value in ref.elements()] if depth else [None]
    if any(codec is not None and not codec.is_plain for codec in inner):
        return _of_items(ref, _common(inner)) if keys_fit else UNCARRIED
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
    """How a collection is carried whose items are all carried in the same way."""
    if codec is None or codec.decode is None:
        return UNCARRIED
    name = "group" if " for item in " in codec.encode else "item"
    encode, decode = codec.encode.format(name), codec.decode.format(name)
    if ref.kind in (ir.ContainerKind.LIST, ir.ContainerKind.GENERATOR):
        return Codec(f"[{encode} for {name} in {{}}]", f"[{decode} for {name} in {{}}]")
    if ref.kind is ir.ContainerKind.DICT and _are_text(ref.keys):
        return Codec(
            f"{{{{key: {encode} for key, {name} in {{}}.items()}}}}",
            f"{{{{key: {decode} for key, {name} in {{}}.items()}}}}",
        )
    return UNCARRIED


def _are_text(keys: Value | None) -> bool:
    """Whether keys that are no constants are text, or data that JSON has carried before."""
    return keys is None or all(
        isinstance(ref, (Payload, StepResult, Decoded))
        or (isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str")
        for ref in keys.alternatives
    )


def _of_member(ref: EnumMember) -> Codec | None:
    name = _importable(ref.class_)
    constant = ref.value.constant
    if name is None:
        return None
    if (constant is None and not ref.value.is_top) or (constant is not None and constant.type == "bytes"):
        return Codec("{}.name", f"<{name}>[{{}}]")
    return Codec("{}.value", f"<{name}>({{}})")


def _of_object(ref: Object, base_classes: BaseClasses, depth: int) -> Codec | None:
    name, bases = _importable(ref.class_), base_classes(ref.class_)
    if name is None or not JSON_BASES.isdisjoint(bases):
        return None
    if any(is_model_base(base) for base in bases):
        return Codec('{}.model_dump(mode="json")', f"<{name}>.model_validate({{}})")
    if any(decorator.startswith("dataclasses.") for decorator in ref.class_.decorators):
        # A field that is no plain data would stay so in `asdict`, or come back as something else.
        fields = (
            [_of_value(value, base_classes, depth - 1) for value in ref.attributes.values()]
            if depth
            else [None]
        )
        if any(codec is None for codec in fields):
            return None
        known = fields and all(codec is not None and codec.is_plain for codec in fields)
        return Codec("<dataclasses.asdict>({})", f"<{name}>(**{{}})") if known else UNCARRIED
    return UNCARRIED


def _importable(class_: ClassRef) -> str | None:
    """The qualified name of a class that another module could import."""
    module = class_.module
    return f"{module.name}.{class_.class_.name}" if class_.env.is_module and module.name else None


def result_codec(value: Value, base_classes: BaseClasses) -> Codec | None:
    """How what a step returns, and JSON rejects, is carried through it; `None` where nothing carries it."""
    known = value.of_alternatives(
        ref for ref in value.alternatives if not (isinstance(ref, Const) and ref.value is None)
    )
    codec = codec_of(known, base_classes)
    if codec == _GENERATOR:
        return Codec("list({})")
    if codec is not None and codec.encode != "{}" and codec.decode is not None:
        return codec
    why = rejected(known, base_classes)
    if why is None or why.within or why.is_key or not why.remedy or "await" in why.remedy:
        return None
    encode = _IMPORTED.sub(r"<\g<0>>", why.remedy)
    return Codec(encode, _DECODED.get(why.type, "{}" if encode.startswith(_LISTS) else None))
