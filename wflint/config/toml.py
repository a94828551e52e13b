"""TOML that the standard library's parser does not do: on which line a key stands, and values written down."""

from __future__ import annotations

import enum
import json
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def parse_toml(text: str) -> dict[str, object]:
    """The tables of a TOML document.

    Raises:
        ValueError: It is none.
    """
    return cast("dict[str, object]", tomllib.loads(text))


def line_of(text: str, path: Sequence[str]) -> int:
    """The line, from 1, on which the statement begins that first gives the key at `path`.

    The parser tells no positions, but a document cut behind a complete statement is a document as well: the key
    stands in the first statement with which it is there. For error messages that is quick enough.

    Args:
        text: A well-formed document that has the key.
        path: The names of the tables around the key, and the key.
    """
    lines = text.split("\n")
    begin = 0
    for count in range(1, len(lines) + 1):
        try:
            document = parse_toml("\n".join(lines[:count]))
        except ValueError:
            continue
        if lookup(document, path) is not None:
            return begin + 1
        begin = count
    return begin


def lookup(value: object, path: Sequence[str]) -> object | None:
    """The value at `path` in a table; `None` where there is none."""
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return None
        value = cast("dict[str, object]", value)[name]
    return value


def write_value(value: object) -> str:
    """A value as it is written in a TOML file, on one line."""
    if isinstance(value, enum.Enum):
        return write_value(value.value)
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value).items()
        inner = ", ".join(f"{write_key(key)} = {write_value(each)}" for key, each in entries)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(write_value(each) for each in cast('Sequence[object]', value))}]"
    if isinstance(value, (bool, str)):
        # JSON's strings are TOML's as well, but for the one control character that JSON lets stand.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def write_key(key: str) -> str:
    """A key as it is written in a TOML file."""
    return key if _BARE.fullmatch(key) else write_value(key)
