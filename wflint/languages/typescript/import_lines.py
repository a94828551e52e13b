"""Read the imports of a file from its bytes, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wflint.ir.language import ImportLine

_FROM: Final = re.compile(rb"""\b(?:import|export)\b([^;'"()]*?)\bfrom\s*(['"])([^'"\n]+)\2""")
_CALLED: Final = re.compile(rb"""\b(?:require|import)\s*\(\s*(['"])([^'"\n]+)\1""")
_SUFFIX: Final = re.compile(r"\.[cm]?[jt]sx?$")
_NAME: Final = re.compile(r"[\w$]+")


def import_lines(data: bytes) -> Iterator[ImportLine]:
    """Yield what a file imports or exports from elsewhere, by the last part of the module's path."""
    for names, _, specifier in _FROM.findall(data):
        yield ImportLine(_last_part(specifier), _names(names.decode("utf-8", "replace")))
    for _, specifier in _CALLED.findall(data):
        yield ImportLine(_last_part(specifier), frozenset("*"))


def _last_part(specifier: bytes) -> str:
    """Return the name by which the module of a specifier is known: `orders` for `../lib/orders.js`, `` for a folder."""
    name = specifier.decode("utf-8", "replace").rstrip("/").rpartition("/")[2]
    return "" if name in (".", "..") else _SUFFIX.sub("", name)


def _names(text: str) -> frozenset[str]:
    if "*" in text:
        return frozenset("*")
    inside, brace, _ = text.partition("{")[2].partition("}")
    named = (
        [part.split(" as ")[0].removeprefix("type ").strip() for part in inside.split(",")] if brace else []
    )
    has_default = _NAME.search(text.partition("{")[0].replace("type", "", 1)) is not None
    return frozenset([*(name for name in named if name), *(["default"] if has_default else [])])
