"""What plain data has in JavaScript, and what it lacks that the value had from which JSON made it."""

from __future__ import annotations

import re
from typing import Final

from wflint.serialization.shapes import JsonShape

_OF_STRINGS: Final = frozenset(
    {
        "anchor", "at", "charAt", "charCodeAt", "codePointAt", "concat", "constructor", "endsWith", "includes", "indexOf", "isWellFormed",
        "lastIndexOf", "length", "localeCompare", "match", "matchAll", "normalize", "padEnd", "padStart", "repeat", "replace",
        "replaceAll", "search", "slice", "split", "startsWith", "substr", "substring", "toLocaleLowerCase", "toLocaleUpperCase",
        "toLowerCase", "toString", "toUpperCase", "toWellFormed", "trim", "trimEnd", "trimLeft", "trimRight", "trimStart", "valueOf",
    }
)  # fmt: skip
# The text that an object of its own kind has is lost, although every object has some text.
_OF_OBJECTS: Final = frozenset(
    {"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "valueOf"}
)

_OF_DATES: Final = re.compile(
    r"[gs]et(?:UTC)?(?:FullYear|Month|Date|Hours|Minutes|Seconds|Milliseconds)|get(?:UTC)?Day|[gs]etTime|getTimezoneOffset"
    r"|to(?:ISO|UTC|Date|Time|LocaleDate|LocaleTime)String"
)
_OF_OTHERS: Final = frozenset(
    {"add", "arrayBuffer", "blob", "clear", "delete", "formData", "get", "has", "json", "set", "text"}
)
"""Methods of maps, sets and responses."""


def is_no_method(name: str) -> bool:
    """Return whether objects have a method of that name that JSON drops, and no plain data has one."""
    return name in _OF_OTHERS or _OF_DATES.fullmatch(name) is not None


def lacks(shape: JsonShape, name: str) -> bool:
    """Return whether what came back from JSON has no such member, and had one or something like it before."""
    if shape.lost or not shape.qualname:
        return name in shape.lost
    if shape.type == "str":
        return name not in _OF_STRINGS
    return shape.type == "dict" and name not in _OF_OBJECTS and name not in shape.items


def is_iterable(shape: JsonShape) -> bool:
    """Return whether what came back from JSON can be iterated over, as far as it is known what that is."""
    return shape.type != "dict"
