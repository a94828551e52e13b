"""From TOML values to typed ones, with errors that say where, which key and what was meant."""

from __future__ import annotations

import difflib
import enum
import typing
from collections.abc import Callable, Mapping
from typing import NoReturn, cast

from wflint.config.settings import Option, all_options
from wflint.config.toml import write_value
from wflint.errors import DataError

Place = Callable[[tuple[str, ...]], str]
"""Says where a key stands, for messages: `pyproject.toml:12`."""


def convert_table(table: Mapping[str, object], place: Place) -> dict[str, object]:
    """Check and convert a table of options.

    Args:
        table: The table, as TOML gives it.
        place: Where its keys stand.

    Returns:
        The typed values by the names of the fields of `Settings`.

    Raises:
        DataError: A key is unknown, or a value has the wrong type.
    """
    known = {option.key: option for option in all_options()}
    values: dict[str, object] = {}
    for key, value in table.items():
        option = known.get(key) or _unknown(key, known, place)
        values[option.name] = _convert(option.hint, value, (key,), place)
    return values


def _unknown(key: str, known: Mapping[str, Option], place: Place) -> NoReturn:
    close = difflib.get_close_matches(key.replace("_", "-").lower(), known, n=1)
    hint = f", did you mean `{close[0]}`?" if close else f"; known are {', '.join(known)}"
    raise DataError(f"{place((key,))}: unknown key `{key}`{hint}")


def _convert(hint: object, value: object, path: tuple[str, ...], place: Place) -> object:
    if hint is object:
        return value
    shape = typing.get_origin(hint)
    if shape is tuple:
        if (items := _strings(value)) is not None:
            return items
    elif shape is Mapping and isinstance(value, dict):
        inner = typing.get_args(hint)[1]
        entries = cast("dict[str, object]", value).items()
        return {key: _convert(inner, each, (*path, key), place) for key, each in entries}
    elif members := members_of(hint):
        if isinstance(value, str) and value in members:
            return members[value]
    elif isinstance(hint, type) and type(value) is hint:
        return value
    raise _wrong(hint, value, path, place)


def _strings(value: object) -> tuple[str, ...] | None:
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    strings = tuple(item for item in items if isinstance(item, str))
    return strings if len(strings) == len(items) else None


def _wrong(hint: object, value: object, path: tuple[str, ...], place: Place) -> DataError:
    return DataError(f"{place(path)}: `{'.'.join(path)}` must be {describe(hint)}, not {write_value(value)}")


def members_of(hint: object) -> dict[object, enum.Enum]:
    """The members of an enumeration by their values; empty for other types."""
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {member.value: member for member in hint}
    return {}


def describe(hint: object) -> str:
    """A type in words."""
    shape = typing.get_origin(hint)
    if shape is Mapping:
        inner = typing.get_args(hint)[1]
        return "a table" if inner is object else f"a table, each value {describe(inner)}"
    if members := members_of(hint):
        return "one of " + ", ".join(f'"{value}"' for value in members)
    words: dict[object, str] = {tuple: "a list of strings", str: "a string", bool: "true or false"}
    return words[shape or hint]
