"""Reads profiles: TOML tables to dataclasses, with errors that name the file and the key."""

from __future__ import annotations

import difflib
import enum
import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from wflint.engines.profile import Profile
from wflint.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_T = TypeVar("_T")
_Table: TypeAlias = dict[str, object]


@cache
def load_profiles() -> tuple[Profile, ...]:
    """All packaged profiles, by name.

    Raises:
        DataError: A profile is not well formed.
    """
    tables = _packaged()
    return tuple(_profile(table, f"{name}.toml", tables) for name, table in sorted(tables.items()))


@cache
def _packaged() -> Mapping[str, _Table]:
    paths = sorted(Path(__file__).parent.glob("*.toml"))
    return {path.stem: _table(path.read_text(encoding="utf-8"), path.name) for path in paths}


def parse_profile(text: str, origin: str) -> Profile:
    """Read one profile.

    Args:
        text: The TOML text.
        origin: The file's name, for messages.

    Raises:
        DataError: It is no TOML, a key is unknown or missing, a value has the wrong type, or it extends a profile that is
            not packaged.
    """
    return _profile(_table(text, origin), origin, _packaged())


def _table(text: str, origin: str) -> _Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{origin}: {error}") from error


def _profile(table: _Table, origin: str, others: Mapping[str, _Table]) -> Profile:
    return _structure(Profile, _extended(table, origin, others, ()), origin, "")


def _extended(table: _Table, origin: str, others: Mapping[str, _Table], seen: tuple[object, ...]) -> _Table:
    """A profile with what it takes from the one that it extends: tables are merged, everything else is replaced."""
    own = dict(table)
    name = own.pop("extends", None)
    if name is None:
        return own
    if not isinstance(name, str) or name not in others or name in seen:
        known = ", ".join(sorted(set(others) - set(seen)))
        raise DataError(f"{origin}: `extends` must be one of {known}, not {name!r}")
    return _merged(_extended(others[name], f"{name}.toml", others, (*seen, name)), own)


def _merged(base: _Table, own: _Table) -> _Table:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _merged(cast("_Table", below), cast("_Table", value)) if both else value
    return merged


def _structure(kind: type[_T], table: object, origin: str, place: str) -> _T:
    if not isinstance(table, dict):
        raise DataError(f"{origin}: `{place}` must be a table, not {table!r}")
    known = {each.name.replace("_", "-"): each for each in fields(cast("Any", kind))}
    hints = _hints(cast("Any", kind))
    values: dict[str, object] = {}
    for key, value in cast("dict[str, object]", table).items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f", did you mean `{close[0]}`?" if close else ""
            raise DataError(f"{origin}: unknown key `{_join(place, key)}`{hint}")
        name = known[key].name
        values[name] = _convert(hints[name], value, origin, _join(place, key))
    for key, each in known.items():
        if each.name not in values and _is_required(each):
            raise DataError(f"{origin}: the key `{_join(place, key)}` is missing")
    return kind(**values)


@cache
def _hints(kind: type[object]) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _convert(hint: Any, value: object, origin: str, place: str) -> object:  # noqa: ANN401 - any annotation
    if is_dataclass(hint):
        return _structure(cast("type[Any]", hint), value, origin, place)
    shape = typing.get_origin(hint)
    if shape is types.UnionType:  # `X | None`: TOML has no null, so a value that is there is an X
        return _convert(typing.get_args(hint)[0], value, origin, place)
    if shape is tuple and isinstance(value, list):
        item = typing.get_args(hint)[0]
        items = cast("list[object]", value)
        return tuple(_convert(item, each, origin, f"{place}[{i}]") for i, each in enumerate(items))
    if shape is Mapping and isinstance(value, dict):
        item = typing.get_args(hint)[1]
        entries = cast("dict[str, object]", value).items()
        return {key: _convert(item, each, origin, _join(place, key)) for key, each in entries}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _choose(hint, value, origin, place)
    if shape is None and type(value) is hint:
        return value
    expected = {tuple: "a list", Mapping: "a table", str: "a string", bool: "true or false", int: "a number"}
    raise DataError(f"{origin}: `{place}` must be {expected[shape or hint]}, not {value!r}")


def _choose(hint: type[enum.Enum], value: object, origin: str, place: str) -> enum.Enum:
    for member in hint:
        if member.value == value:
            return member
    choices = ", ".join(str(member.value) for member in hint)
    raise DataError(f"{origin}: `{place}` must be one of {choices}, not {value!r}")


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
