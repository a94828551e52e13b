"""Find the encoding of a TypeScript file, which declares none: it is UTF-8."""

from __future__ import annotations

import codecs
from typing import Final

from wflint.errors import SourceError
from wflint.files.text import line_of_byte

# The longer marks first: the UTF-32 mark starts with the UTF-16 one.
_WIDE_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def encoding_of(data: bytes, display: str) -> str:
    """Return the encoding of a file.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.

    Raises:
        SourceError: It begins with the mark of another encoding, or holds a NUL byte.
    """
    for mark, name in _WIDE_BOMS:
        if data.startswith(mark):
            raise SourceError(display, f"is {name}; TypeScript and JavaScript must be UTF-8")
    if b"\0" in data:
        line = line_of_byte(data, data.index(b"\0"))
        raise SourceError(display, f"line {line} holds a NUL byte, which source code must not")
    return "utf-8"  # whether a mark stands before it is kept apart
