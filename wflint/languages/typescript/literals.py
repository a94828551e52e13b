"""The values of literals as JavaScript writes them."""

from __future__ import annotations

import re
from typing import Final

from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.scope import LexicalScope

_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_SINGLE: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_LINE_ENDS: Final = frozenset({"\n", "\r", "\r\n", "\u2028", "\u2029"})
_PREFIXES: Final = {"0x": 16, "0o": 8, "0b": 2}
_LONGEST_NUMBER: Final = 400


def text_of_string(scope: LexicalScope, node: Node) -> str:
    """Return the text of a quoted string."""
    return unescaped(scope.file.code(node)[1:-1])


def unescaped(text: str) -> str:
    """Return a piece of a string or template with its escapes read."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else match[0]
    char = match[4]
    return "" if char in _LINE_ENDS else _SINGLE.get(char, char)


def number_of(text: str) -> int | float | None:
    """Return the value of a number; `None` for one of type `bigint`, and where it is too long to be one."""
    text = text.replace("_", "").lower()
    if text.endswith("n") or len(text) > _LONGEST_NUMBER:
        return None
    base = _PREFIXES.get(text[:2])
    try:
        if base is not None:
            return int(text[2:], base)
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return None
