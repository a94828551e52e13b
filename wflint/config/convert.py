"""From TOML values to typed ones, with errors that say where, which key and what was meant."""

from __future__ import annotations

import difflib
import enum
import types
import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, cast

from wflint.config.kinds import PythonVersion, python_version
from wflint.config.settings import all_options
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
        option = known.get(key)
        if option is None:
            raise _unknown(key, known, (), place)
        values[option.name] = _convert(option.hint, value, (key,), place)
    return values


def _unknown(key: str, known: Collection[str], path: tuple[str, ...], place: Place) -> DataError:
    close = difflib.get_close_matches(key.replace("_", "-").lower(), known, n=1)
    hint = f", did you mean `{close[0]}`?" if close else f"; known are {', '.join(known)}"
    return DataError(f"{place((*path, key))}: unknown key `{'.'.join((*path, key))}`{hint}")


def _convert(hint: object, value: object, path: tuple[str, ...], place: Place) -> object:
    if hint is object:
        return value
    table = _table(value)
    if table is not None and typing.get_origin(hint) is Mapping:
        inner = typing.get_args(hint)[1]
        return {key: _convert(inner, each, (*path, key), place) for key, each in table.items()}
    if table is not None and is_dataclass(hint):
        return _structure(cast("type[object]", hint), table, path, place)
    for kind in _alternatives(hint):
        if (found := _simple(kind, value)) is not None:
            return found
    raise _wrong(hint, value, path, place)


def _table(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def _structure(
    kind: type[object], table: Mapping[str, object], path: tuple[str, ...], place: Place
) -> object:
    """A table with fixed keys."""
    hints, required = typing.get_type_hints(kind), required_keys(kind)
    for key in table:
        if key not in hints:
            raise _unknown(key, hints, path, place)
    for key in required:
        if key not in table:
            raise DataError(f"{place(path)}: `{'.'.join(path)}` needs the key `{key}`")
    return kind(**{key: _convert(hints[key], value, (*path, key), place) for key, value in table.items()})


def required_keys(kind: type[object]) -> list[str]:
    """The keys that a table with fixed keys must have."""
    return [each.name for each in fields(cast("Any", kind)) if each.default is MISSING]


def _alternatives(hint: object) -> tuple[object, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) is types.UnionType else (hint,)


def _simple(kind: object, value: object) -> object | None:
    """The value of a type that is no table; `None` if it is of another type."""
    if typing.get_origin(kind) is tuple:
        return _strings(value)
    if kind is PythonVersion:
        return python_version(value) if isinstance(value, str) else None
    if members := members_of(kind):
        return members.get(value) if isinstance(value, str) else None
    if kind is int:
        return value if type(value) is int and value > 0 else None
    return value if isinstance(kind, type) and type(value) is kind else None


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
    alternatives = _alternatives(hint)
    if len(alternatives) > 1:
        return ", or ".join(describe(each) for each in alternatives)
    shape = typing.get_origin(hint)
    if shape is Mapping:
        inner = typing.get_args(hint)[1]
        return "a table" if inner is object else f"a table, each value {describe(inner)}"
    if members := members_of(hint):
        return "one of " + ", ".join(f'"{value}"' for value in members)
    if hint is PythonVersion:
        return 'a version of Python, "3.12"'
    if is_dataclass(hint):
        return f"a table with the keys {', '.join(typing.get_type_hints(hint))}"
    words: dict[object, str] = {
        tuple: "a list of strings",
        str: "a string",
        bool: "true or false",
        int: "a whole number above 0",
    }
    return words[shape or hint]
