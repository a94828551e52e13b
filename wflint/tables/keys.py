"""Which keys a table has, as the fields of a dataclass say it."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Annotated, Any, Final, Protocol, runtime_checkable

from wflint.record import record

_KEY: Final = "key"


@runtime_checkable
class TextKind(Protocol):
    """A class whose values a table has as strings, such as a version or a qualified name; `str()` gives them back."""

    def from_text(self, text: str, /) -> object | None:
        """Return the value that a text means; `None` if it means none."""
        ...

    def words(self) -> str:
        """Say what such a text is, for messages: `a qualified name`."""
        ...

    def pattern(self) -> str:
        """Return the regular expression that such texts match, for the schema."""
        ...


@record
class Minimum:
    """The least that a whole number may be, as a part of its type: `Annotated[int, Minimum(1)]`; without it, 0."""

    value: int


@record
class Key:
    """One key of a table.

    Attributes:
        name: As it is written in the file.
        field: The name of the dataclass's field.
        hint: The type of its value.
        is_required: Whether the table must have it.
    """

    name: str
    field: str
    hint: object
    is_required: bool


def key_name(name: str) -> Mapping[str, object]:
    """Return the metadata of a field whose key in the file is not the field's name."""
    return {_KEY: name}


def not_a_key() -> Mapping[str, object]:
    """Return the metadata of a field that no key of the file stands for."""
    return {_KEY: None}


def keys_of(kind: type[object]) -> Mapping[str, Key]:
    """Return the keys of the table that is read into a dataclass, by their names in the file."""
    definition: object = kind  # which mypy takes for hashable, unlike a type
    return _keys_of(definition)


@cache
def _keys_of(kind: Any) -> Mapping[str, Key]:  # noqa: ANN401 - any dataclass
    hints = typing.get_type_hints(kind, include_extras=True)
    found: dict[str, Key] = {}
    for each in fields(kind):
        name = each.metadata.get(_KEY, each.name.replace("_", "-"))
        if name is not None:
            found[name] = Key(name, each.name, hints[each.name], _is_required(each))
    return found


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


@cache
def alternatives(hint: object) -> tuple[object, ...]:
    """Return the types of which a value may have one; TOML has no null, so `None` is not among them."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return tuple(each for each in typing.get_args(hint) if each is not types.NoneType)
    return (hint,)


def minimum_of(hint: object) -> int | None:
    """Return the least that a value of a type of whole numbers may be; `None` for other types."""
    if typing.get_origin(hint) is Annotated:
        inner, *notes = typing.get_args(hint)
        return next((each.value for each in notes if inner is int and isinstance(each, Minimum)), None)
    return 0 if hint is int else None


@cache
def members_of(hint: object) -> Mapping[object, enum.Enum]:
    """Return the members of an enumeration by their values; nothing for other types."""
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {member.value: member for member in hint}
    return {}


def text_kind_of(hint: object) -> TextKind | None:
    """Return what says how values of a type are written as strings; `None` for other types.

    It is the type itself, or a part of it that a plain string has to satisfy: `Annotated[str, Name]`.
    """
    return _text_kind_of(hint)


@cache
def _text_kind_of(hint: object) -> TextKind | None:
    kinds = typing.get_args(hint)[1:] if typing.get_origin(hint) is Annotated else (hint,)
    return next((each for each in kinds if isinstance(each, type) and isinstance(each, TextKind)), None)
