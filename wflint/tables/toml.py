"""What the standard library's TOML parser does not do: say on which line a key stands, and write values."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from wflint.tables.keys import keys_of, text_kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOO_DEEP = re.compile(r"(?:[\[{]\s{0,9}){100}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def parse_toml(text: str) -> dict[str, object]:
    """Return the tables of a TOML document.

    Raises:
        ValueError: It is none.
    """
    # Most runs begin without a configuration file.
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415

    if _TOO_DEEP.search(text):
        raise ValueError("it is nested too deeply")
    try:
        return cast("dict[str, object]", tomllib.loads(text))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


@cache
def key_lines(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the lines, from 1, on which the statements begin that first give each table and key.

    The parser tells no positions, but every statement is a document by itself, and none of its own beginnings is.

    Args:
        text: A well-formed document whose lines end in a line feed alone.
    """
    lines = text.split("\n")
    found: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    begin = 0
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[begin:end])
        try:
            paths = list(_paths(parse_toml(statement)))
        except ValueError:
            continue
        if statement.lstrip().startswith("["):
            header = ()
        for path in paths:
            found.setdefault((*header, *path), begin + 1)
        if statement.lstrip().startswith("["):
            header = paths[-1]
        begin = end
    return found


def _paths(table: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the keys in a table and the tables in it."""
    for key, value in table.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(cast("dict[str, object]", value)))


def lookup(value: object, path: Sequence[str]) -> object | None:
    """Return the value at `path` in a table; `None` where there is none."""
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return None
        value = cast("dict[str, object]", value)[name]
    return value


def plain(value: object) -> object:
    """Return a value as TOML and JSON have it."""
    if isinstance(value, enum.Enum):
        return value.value
    if text_kind_of(type(value)):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        held = asdict(value)
        return {key.name: held[key.field] for key in keys_of(type(value)).values() if held[key.field]}
    return value


def write_value(value: object) -> str:
    """Write a value as it is in a TOML file, on one line."""
    value = plain(value)
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value).items()
        inner = ", ".join(f"{write_key(key)} = {write_value(each)}" for key, each in entries)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(write_value(each) for each in cast('Sequence[object]', value))}]"
    if isinstance(value, (bool, str)):
        import json  # noqa: PLC0415 - what reads values writes none

        # JSON's strings are TOML's as well, but for the one control character that JSON lets stand.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def write_key(key: str) -> str:
    """Write a key as it is in a TOML file."""
    return key if _BARE.fullmatch(key) else write_value(key)
