"""From TOML values to typed ones."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from typing import Any, Final, TypeVar, cast

from wflint.errors import DataError
from wflint.record import record
from wflint.tables.keys import alternatives, keys_of, members_of, minimum_of, text_kind_of
from wflint.tables.suggest import closest, did_you_mean
from wflint.tables.toml import write_value

Place = Callable[[tuple[str, ...]], str]
"""Says where the key at a path stands, for messages: `pyproject.toml:12`."""

_Kind = TypeVar("_Kind")
_UNFIT: Final = object()
"""What reading gives where a value is of another type."""


@record
class _Location:
    """Where a value stands: the keys that lead to it, in a table whose place is known."""

    path: tuple[str, ...]
    place: Place

    def key(self, name: str) -> _Location:
        return _Location((*self.path, name), self.place)

    def item(self, index: int) -> _Location:
        *above, last = self.path or ("",)
        return _Location((*above, f"{last}[{index}]"), self.place)

    @property
    def name(self) -> str:
        return ".".join(self.path)

    def error(self, problem: str) -> DataError:
        return DataError(f"{self.place(self.path)}: {problem}")


def read_table(kind: type[_Kind], table: object, place: Place) -> _Kind:
    """Read a table into a dataclass.

    Args:
        kind: The dataclass.
        table: The table, as TOML gives it.
        place: Where its keys stand.

    Raises:
        DataError: It is no table, a key is unknown or missing, or a value has the wrong type.
    """
    return _structure(kind, _checked(kind, table, place), _Location((), place))


def read_values(kind: type[object], table: object, place: Place) -> dict[str, object]:
    """Read the keys that a table has, and ask for no others.

    Args:
        kind: The dataclass whose fields say which keys there are.
        table: The table, as TOML gives it.
        place: Where its keys stand.

    Returns:
        The typed values by the names of the fields.

    Raises:
        DataError: It is no table, a key is unknown, or a value has the wrong type.
    """
    return _values(kind, _checked(kind, table, place), _Location((), place))


def _checked(kind: type[object], table: object, place: Place) -> Mapping[str, object]:
    if isinstance(table, dict):
        return cast("dict[str, object]", table)
    from wflint.tables.words import describe  # noqa: PLC0415 - most tables are as they should be

    raise _Location((), place).error(f"expected {describe(kind)}, not {write_value(table)}")


def _structure(kind: type[_Kind], table: Mapping[str, object], location: _Location) -> _Kind:
    values = _values(kind, table, location)
    for name, key in keys_of(kind).items():
        if key.is_required and name not in table:
            raise location.error(f"the key `{location.key(name).name}` is missing")
    return kind(**values)


def _values(kind: type[object], table: Mapping[str, object], location: _Location) -> dict[str, object]:
    known = keys_of(kind)
    found: dict[str, object] = {}
    for name, value in table.items():
        at = location.key(name)
        if name not in known:
            meant = name.replace("_", "-").lower()
            raise at.error(f"unknown key `{at.name}`{did_you_mean(meant, known)}")
        found[known[name].field] = _convert(known[name].hint, value, at)
    return found


def _convert(hint: object, value: object, location: _Location) -> object:
    for kind in alternatives(hint):
        found = _read(kind, value, location)
        if found is not _UNFIT:
            return found
    meant = closest(value, map(str, members_of(hint))) if isinstance(value, str) else None
    suggestion = f", did you mean `{meant}`?" if meant else ""
    from wflint.tables.words import describe  # noqa: PLC0415

    raise location.error(f"`{location.name}` must be {describe(hint)}, not {write_value(value)}{suggestion}")


def _read(kind: object, value: object, location: _Location) -> object:
    """Read a value as one type; nested values that do not fit are errors of their own."""
    if kind is object:
        return value
    if isinstance(value, dict):
        return _read_table(kind, cast("dict[str, object]", value), location)
    if isinstance(value, list):
        return _read_list(kind, cast("list[object]", value), location)
    if isinstance(value, str):
        return _read_text(kind, value)
    if type(value) is int:
        least = minimum_of(kind)
        return value if least is not None and value >= least else _UNFIT
    return value if isinstance(kind, type) and type(value) is kind else _UNFIT


def _read_table(kind: object, table: dict[str, object], location: _Location) -> object:
    if typing.get_origin(kind) is Mapping:
        inner = typing.get_args(kind)[1]
        return {key: _convert(inner, each, location.key(key)) for key, each in table.items()}
    if is_dataclass(kind):
        return _structure(cast("type[Any]", kind), table, location)
    return _UNFIT


def _read_list(kind: object, items: list[object], location: _Location) -> object:
    if typing.get_origin(kind) is not tuple:
        return _UNFIT
    inner = typing.get_args(kind)[0]
    if is_dataclass(inner):
        return tuple(_convert(inner, each, location.item(number)) for number, each in enumerate(items))
    options = alternatives(inner)
    found = tuple(
        next(filter(_fits, (_read(option, each, location) for option in options)), _UNFIT) for each in items
    )
    return found if all(map(_fits, found)) else _UNFIT


def _read_text(kind: object, text: str) -> object:
    if kind is str:
        return text
    if members := members_of(kind):
        return members.get(text, _UNFIT)
    text_kind = text_kind_of(kind)
    found = text_kind.from_text(text) if text_kind else None
    return _UNFIT if found is None else found


def _fits(value: object) -> bool:
    return value is not _UNFIT
