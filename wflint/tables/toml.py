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

_DEEPEST = 100
# Text, since most runs end without having read a table.
_TEXT = r'''"""(?:\\.|[^\\])*?"{3,5}|"(?:\\.|[^"\\\n])*"|#[^\n]*|''' r"""'''.*?'{3,5}|'[^'\n]*'"""
"""Strings and comments, which hold no brackets, dots and ends of statements."""
_TOO_DEEP = rf"(?:[\[{{]\s{{0,9}}){{{_DEEPEST}}}|(?<![\w-])(?:[\w-]*[ \t]*\.[ \t]*){{{_DEEPEST}}}"
_NESTED = "it is nested too deeply"
_CONTINUED = "\0"
"""Ends a line within a string; TOML itself holds no such character."""
_BARE = r"[A-Za-z0-9_-]+"


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

    if re.search(_TOO_DEEP, re.sub(_TEXT, "", text, flags=re.DOTALL)):
        raise ValueError(_NESTED)
    try:
        document = cast("dict[str, object]", tomllib.loads(text))
    except RecursionError as error:
        raise ValueError(_NESTED) from error
    if _depth(document) > _DEEPEST:
        raise ValueError(_NESTED)
    return document


def _depth(document: Mapping[str, object]) -> int:
    """Return how many tables lie in each other."""
    depth, level = 0, [document]
    while level:
        depth += 1
        inner = [each for table in level for each in table.values()]
        level = [cast("Mapping[str, object]", each) for each in inner if isinstance(each, Mapping)]
    return depth


@cache
def key_lines(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the lines, from 1, on which the statements begin that first give each table and key.

    The parser tells no positions, but every statement is a document by itself.

    Args:
        text: A well-formed document whose lines end in a line feed alone.
    """
    found: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    for line, statement in _statements(text):
        paths = list(_paths(parse_toml(statement)))
        is_header = statement.lstrip().startswith("[")
        if is_header:
            header = ()
        for path in paths:
            found.setdefault((*header, *path), line)
        if is_header:
            header = paths[-1]
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line, or the lines that belong together, with the number of the first."""
    # What strings and comments hold is blanked, so that the brackets that are left are those of the statement.
    lines = text.split("\n")
    begin, depth = 0, 0
    for end, bare in enumerate(re.sub(_TEXT, _blank, text, flags=re.DOTALL).split("\n"), start=1):
        depth += sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
        if not depth and not bare.endswith(_CONTINUED):
            yield begin + 1, "\n".join(lines[begin:end])
            begin = end


def _blank(text: re.Match[str]) -> str:
    return text[0].count("\n") * f"{_CONTINUED}\n"


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
    return key if re.fullmatch(_BARE, key) else write_value(key)
