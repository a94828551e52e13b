"""Types in words, for messages and documentation."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, cast

from wflint.tables.keys import alternatives, keys_of, members_of, minimum_of, text_kind_of

_SIMPLE: Final[Mapping[object, str]] = {str: "a string", bool: "true or false", object: "any value"}


def describe(hint: object) -> str:
    """Say what a value of a type is."""
    kinds = alternatives(hint)
    return _one(kinds[0]) if len(kinds) == 1 else ", or ".join(map(_one, kinds))


def _one(hint: object) -> str:
    shape = typing.get_origin(hint)
    if shape is Mapping:
        return _table(typing.get_args(hint)[1])
    if shape is tuple:
        return _list(typing.get_args(hint)[0])
    if is_dataclass(hint):
        return f"a table with the keys {', '.join(keys_of(cast('type[object]', hint)))}"
    if members := members_of(hint):
        return "one of " + ", ".join(f'"{value}"' for value in members)
    if text_kind := text_kind_of(hint):
        return text_kind.words()
    least = minimum_of(hint)
    return _SIMPLE[hint] if least is None else f"a whole number from {least}"


def _table(inner: object) -> str:
    return "a table" if inner is object else f"a table, each value {describe(inner)}"


def _list(inner: object) -> str:
    if inner is str:
        return "a list of strings"
    return "a list of tables" if is_dataclass(inner) else f"a list, each item {describe(inner)}"
