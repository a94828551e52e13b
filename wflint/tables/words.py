"""Types and keys in words, for messages and documentation; the docstring of a dataclass explains its keys."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast

from wflint.tables.keys import alternatives, keys_of, members_of, minimum_of, text_kind_of

_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
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
        values = ", ".join(f'"{value}"' for value in members)
        return values if len(members) == 1 else f"one of {values}"
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


# --- documentation ---


def about(kind: type[object]) -> str:
    """Return what a docstring says before it comes to the fields, in one line a paragraph."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("\nAttributes:\n")[0]
    return "\n\n".join(" ".join(each.split()) for each in text.strip().split("\n\n"))


def field_texts(kind: type[object]) -> dict[str, str]:
    """Return what a docstring says of each field, in the order of the fields; empty where it says nothing."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("\nAttributes:\n")[2]
    said = {name: " ".join(lines.split()) for name, lines in _ATTRIBUTE.findall(text)}
    return {each.name: said.get(each.name, "") for each in fields(cast("Any", kind))}
