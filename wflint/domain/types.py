"""Qualified names of types, and what the analysis knows of some."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, Instance
from wflint.domain.values import Const, Ref
from wflint.ir import nodes as ir


def type_name(ref: Ref) -> str:
    """Qualified name of the type of a builtin or external value."""
    match ref:
        case Instance():
            return ref.type
        case Const():
            return f"builtins.{ref.type}"
        case Collection():
            return ref.type or f"builtins.{ref.kind.value}"
        case _:
            return "builtins.object"


IMMUTABLE = frozenset(
    {
        "builtins.str",
        "builtins.int",
        "builtins.float",
        "builtins.bool",
        "builtins.bytes",
        "builtins.NoneType",
        "datetime.datetime",
        "datetime.date",
        "datetime.timedelta",
        "decimal.Decimal",
        "uuid.UUID",
        "pathlib.Path",
    }
)
"""Types whose methods give the same result each time."""


OPAQUE = frozenset(
    {"typing.Any", "builtins.object", "builtins.type", "typing.Callable", "collections.abc.Callable"}
)


MUTABLE = frozenset(
    {
        "builtins.list",
        "builtins.dict",
        "builtins.set",
        "builtins.bytearray",
        "collections.deque",
        "types.SimpleNamespace",
    }
)


TRANSPARENT_GENERICS = frozenset(
    {
        "typing.Optional",
        "typing.Annotated",
        "typing.Final",
        "typing.ClassVar",
        "typing.Required",
        "typing.NotRequired",
        "typing_extensions.Annotated",
        "typing.Awaitable",
        "collections.abc.Awaitable",
    }
)


COLLECTIONS = {
    "builtins.list": ir.ContainerKind.LIST,
    "typing.List": ir.ContainerKind.LIST,
    "builtins.tuple": ir.ContainerKind.TUPLE,
    "typing.Tuple": ir.ContainerKind.TUPLE,
    "builtins.set": ir.ContainerKind.SET,
    "builtins.frozenset": ir.ContainerKind.SET,
    "typing.Set": ir.ContainerKind.SET,
    "typing.FrozenSet": ir.ContainerKind.SET,
    "builtins.dict": ir.ContainerKind.DICT,
    "typing.Dict": ir.ContainerKind.DICT,
}
