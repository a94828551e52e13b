"""Dataclasses as JSON and back: the types are the schema, and what does not fit them is refused."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast

_Value = TypeVar("_Value")
_Read = Callable[[object], object]


class MisfitError(ValueError):
    """Data does not fit a type."""


def encoded(value: object) -> object:
    """Return a value as JSON has it; a dataclass is the list of its fields."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, enum.Enum):
        return cast("object", value.value)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(encoded(key)): encoded(each) for key, each in items}
    if isinstance(value, tuple):
        return [encoded(each) for each in cast("tuple[object, ...]", value)]
    kind: Any = type(value)
    return [encoded(getattr(value, name)) for name, _ in _parts_of(kind)]


def decoded(kind: type[_Value], data: object) -> _Value:
    """Return the value of a type that JSON stands for.

    Raises:
        MisfitError: It stands for none.
    """
    reads: Any = kind
    return cast("_Value", _decoder(reads)(data))


@cache
def _parts_of(kind: Any) -> tuple[tuple[str, _Read], ...]:  # noqa: ANN401 - classes are no hashable type to mypy
    """Return the fields of a dataclass, each with what reads it."""
    hints = typing.get_type_hints(kind)
    return tuple((each.name, _decoder(hints[each.name])) for each in fields(kind) if each.compare)


@cache
def _decoder(hint: Any) -> _Read:  # noqa: ANN401 - any type there is a hint for
    """Return what reads a type from JSON."""
    shape, arguments = typing.get_origin(hint), typing.get_args(hint)
    if shape in (types.UnionType, Union):
        (kind,) = (each for each in arguments if each is not type(None))
        inner = _decoder(kind)
        return lambda data: None if data is None else inner(data)
    if shape is tuple:
        return _list(arguments)
    if shape is not None and issubclass(shape, Mapping):
        return _table(_decoder(arguments[0]), _decoder(arguments[1]))
    if is_dataclass(hint):
        return _fields(hint)
    if issubclass(hint, enum.Enum):
        return cast("_Read", hint)
    return _scalar(hint)


def _scalar(kind: type[object]) -> _Read:
    def read(data: object) -> object:
        # A truth value is a number to Python.
        if type(data) is not kind:
            raise MisfitError(f"expected {kind.__name__}")
        return data

    return read


def _list(arguments: tuple[Any, ...]) -> _Read:
    each = _decoder(arguments[0]) if arguments[-1] is ... else None
    several = [_decoder(argument) for argument in arguments if argument is not ...]

    def read(data: object) -> object:
        if not isinstance(data, list):
            raise MisfitError("expected a list")
        values = cast("list[object]", data)
        if each is not None:
            return tuple(map(each, values))
        if len(values) != len(several):
            raise MisfitError("a list has another length")
        return tuple(one(value) for one, value in zip(several, values, strict=True))

    return read


def _table(outer: _Read, inner: _Read) -> _Read:
    def read(data: object) -> object:
        if not isinstance(data, dict):
            raise MisfitError("expected an object")
        return {outer(key): inner(value) for key, value in cast("dict[str, object]", data).items()}

    return read


def _fields(kind: Any) -> _Read:  # noqa: ANN401 - same
    def read(data: object) -> object:
        known = _parts_of(kind)
        if not isinstance(data, list) or len(cast("list[object]", data)) != len(known):
            raise MisfitError(f"expected the fields of {kind.__name__}")
        values = zip(known, cast("list[object]", data), strict=True)
        return kind(**{name: one(value) for (name, one), value in values})

    return read
