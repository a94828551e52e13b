"""Reads profiles, and what one takes over from another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

from wflint.engines.profile import Profile
from wflint.errors import DataError
from wflint.tables import read_table
from wflint.tables.toml import parse_toml

_Table: TypeAlias = dict[str, object]

_WITH_PATTERNS = ("handler", "group")


@cache
def load_profiles() -> tuple[Profile, ...]:
    """Return all packaged profiles, by name.

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
        DataError: It is not valid TOML, a key is unknown or missing, a value has the wrong type, or it extends a profile that is
            not packaged.
    """
    return _profile(_table(text, origin), origin, _packaged())


def _table(text: str, origin: str) -> _Table:
    try:
        return parse_toml(text)
    except ValueError as error:
        raise DataError(f"{origin}: {error}") from error


def _profile(table: _Table, origin: str, others: Mapping[str, _Table]) -> Profile:
    return read_table(Profile, _spread(_extended(table, origin, others, ())), lambda _: origin)


def _spread(table: _Table) -> _Table:
    """Write out the tables that list several `patterns`: one for each of them."""
    return {
        key: _each_pattern(cast("list[object]", value))
        if key in _WITH_PATTERNS and isinstance(value, list)
        else value
        for key, value in table.items()
    }


def _each_pattern(tables: list[object]) -> list[object]:
    return [each for table in tables for each in _written_out(table)]


def _written_out(table: object) -> list[object]:
    """Return a table for each of the patterns that one lists; itself where it lists none."""
    known = cast("_Table", table) if isinstance(table, dict) else _Table()
    names = known.get("patterns")
    if not isinstance(names, list):
        return [table]
    rest = {key: value for key, value in known.items() if key != "patterns"}
    return [{**rest, "pattern": name} for name in cast("list[object]", names)]


def _extended(table: _Table, origin: str, others: Mapping[str, _Table], seen: tuple[object, ...]) -> _Table:
    """Add what a profile takes from the one that it extends: tables are merged, everything else is replaced."""
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
