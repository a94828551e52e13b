"""Whether a value survives `json.dumps`, and whether it could be called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wflint.analysis.values import (
    ClassRef,
    Closure,
    Collection,
    Const,
    Context,
    Coroutine,
    Data,
    EnumMember,
    Instance,
    Object,
    Partial,
    Payload,
    Pending,
    Ref,
    StepResult,
    Stepper,
    Value,
)
from wflint.ir import nodes as ir

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


# Type, as a qualified name: the name in the error message, and what makes JSON of a value of it.
_REJECTED: dict[str, tuple[str, str]] = {
    "datetime.datetime": ("datetime", "{}.isoformat()"),
    "datetime.date": ("date", "{}.isoformat()"),
    "datetime.time": ("time", "{}.isoformat()"),
    "datetime.timedelta": ("timedelta", "{}.total_seconds()"),
    "datetime.timezone": ("timezone", "str({})"),
    "decimal.Decimal": ("Decimal", "str({})"),
    "fractions.Fraction": ("Fraction", "str({})"),
    "uuid.UUID": ("UUID", "str({})"),
    "builtins.bytes": ("bytes", "base64.b64encode({}).decode()"),
    "builtins.bytearray": ("bytearray", "base64.b64encode({}).decode()"),
    "builtins.memoryview": ("memoryview", "base64.b64encode({}).decode()"),
    "builtins.complex": ("complex", "str({})"),
    "builtins.set": ("set", "sorted({})"),
    "builtins.frozenset": ("frozenset", "sorted({})"),
    "builtins.range": ("range", "list({})"),
    "builtins.map": ("map", "list({})"),
    "builtins.zip": ("zip", "list({})"),
    "builtins.filter": ("filter", "list({})"),
    "builtins.generator": ("generator", "list({})"),
    "builtins.dict_keys": ("dict_keys", "list({})"),
    "builtins.dict_values": ("dict_values", "list({})"),
    "builtins.dict_items": ("dict_items", "list({})"),
    "builtins.object": ("object", ""),
    "collections.deque": ("deque", "list({})"),
    "collections.ChainMap": ("ChainMap", "dict({})"),
    "pathlib.Path": ("PosixPath", "str({})"),
    "pathlib.PurePath": ("PurePosixPath", "str({})"),
    "pathlib.PosixPath": ("PosixPath", "str({})"),
    "pathlib.PurePosixPath": ("PurePosixPath", "str({})"),
    "ipaddress.IPv4Address": ("IPv4Address", "str({})"),
    "ipaddress.IPv6Address": ("IPv6Address", "str({})"),
    "re.Match": ("Match", "{}.group()"),
    "re.Pattern": ("Pattern", "{}.pattern"),
    "zoneinfo.ZoneInfo": ("ZoneInfo", "{}.key"),
    "io.BytesIO": ("BytesIO", ""),
    "io.StringIO": ("StringIO", "{}.getvalue()"),
    "httpx.Response": ("Response", "{}.json()"),
    "requests.Response": ("Response", "{}.json()"),
    "requests.models.Response": ("Response", "{}.json()"),
    "aiohttp.ClientResponse": ("ClientResponse", "await {}.json()"),
    "urllib.request.Request": ("Request", ""),
    "http.client.HTTPResponse": ("HTTPResponse", "{}.read().decode()"),
    "subprocess.CompletedProcess": ("CompletedProcess", "{}.stdout"),
    "sqlite3.Connection": ("Connection", ""),
    "sqlite3.Cursor": ("Cursor", "{}.fetchall()"),
    "pandas.DataFrame": ("DataFrame", '{}.to_dict("records")'),
    "pandas.Series": ("Series", "{}.to_list()"),
    "pandas.Timestamp": ("Timestamp", "{}.isoformat()"),
    "numpy.ndarray": ("ndarray", "{}.tolist()"),
    "upstash_workflow.CallResponse": ("CallResponse", "{}.body"),
}

# Bases by which a first-party class is JSON after all (with what `json.dumps` makes of it).
_JSON_BASES = frozenset(
    {
        "builtins.str",
        "builtins.int",
        "builtins.float",
        "builtins.dict",
        "builtins.list",
        "builtins.tuple",
        "enum.StrEnum",
        "enum.IntEnum",
        "enum.IntFlag",
        "typing.NamedTuple",
        "typing.TypedDict",
        "typing_extensions.TypedDict",
        "collections.OrderedDict",
        "collections.defaultdict",
        "collections.Counter",
        "collections.UserString",
    }
)

_BAD_KEYS = frozenset(
    {"builtins.bytes", "uuid.UUID", "datetime.date", "datetime.datetime", "decimal.Decimal"}
)


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
            if _JSON_BASES.isdisjoint(lineage(ref.class_)):
                return Rejected(ref.class_.class_.name, within, "{}.value")
            return None
        case Object():
            return _rejected_object(ref, lineage, within)
        case Closure() | Partial() | Stepper():
            return Rejected("function", within, "{}()")
        case ClassRef():
            return Rejected("type", within, "")
        case Context():
            return Rejected("WorkflowContext", within, "")
        case Coroutine() if ref.generator:
            kind = "async_generator" if ref.closure.function.is_async else "generator"
            return Rejected(kind, within, "list({})")
        case _:
            return None


def _by_type(name: str, within: str) -> Rejected | None:
    found = _REJECTED.get(name)
    if found is not None:
        return Rejected(found[0], within, found[1])
    if name.startswith("builtins.") and name.endswith(("Error", "Exception")):
        return Rejected(name.removeprefix("builtins."), within, "str({})")
    return None


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
        if ref.kind is ir.ContainerKind.DICT and isinstance(key, (bytes, tuple)):
            return Rejected(type(key).__name__, within, "str({})", is_key=True)
        place = f"{within}[{key!r}]" if isinstance(key, (str, int)) else within
        if found := _rejected(item, lineage, place.replace("'", '"'), depth - 1):
            return found
    return _rejected(ref.rest, lineage, f"{within}[...]", depth - 1) if ref.rest is not None else None


def _rejected_object(ref: Object, lineage: Lineage, within: str) -> Rejected | None:
    bases = lineage(ref.class_)
    name = ref.class_.class_.name
    if not _JSON_BASES.isdisjoint(bases):
        return None
    if any(base.endswith(".BaseModel") or base == "sqlmodel.SQLModel" for base in bases):
        return Rejected(name, within, '{}.model_dump(mode="json")')
    if any(decorator.startswith("dataclasses.") for decorator in ref.class_.decorators):
        return Rejected(name, within, "dataclasses.asdict({})")
    if any(decorator.startswith(("attr.", "attrs.")) for decorator in ref.class_.decorators):
        return Rejected(name, within, "attrs.asdict({})")
    known = ("builtins.", "abc.", "typing.", "enum.")
    if any(not base.startswith(known) for base in bases):
        return None  # derived from something that is not known
    return Rejected(name, within, "")


# --- callables ---

_DATA_TYPES = ("datetime.", "decimal.", "uuid.", "pathlib.", "fractions.", "upstash_workflow.CallResponse")


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
            return builtin or ref.type.startswith(_DATA_TYPES) or ref.type.endswith(".Response")
        case _:
            return False


def coroutines(value: Value) -> Iterator[Coroutine | Pending]:
    """The coroutines that a value may be."""
    for ref in value.refs:
        if isinstance(ref, (Coroutine, Pending)):
            yield ref
