"""Find the encoding that a Python file declares."""

from __future__ import annotations

import codecs
import re
import tokenize
from typing import Final

from wflint.errors import SourceError
from wflint.files.text import refuse_wide, undecodable

_LINE_BYTES: Final = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def encoding_of(data: bytes, display: str) -> str:
    """Return the encoding of a file as Python finds it (PEP 263): by a BOM, a coding comment, else UTF-8.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.

    Raises:
        SourceError: Python could not read such a file either.
    """
    refuse_wide(data, display, "Python source", "Python source must be UTF-8 or declare its encoding")
    # Looking for a declaration in the first lines takes longer than looking for the word in all of them.
    if b"coding" not in data:
        return "utf-8"
    lines = (match.group() for match in _LINE_BYTES.finditer(data))
    try:
        declared, _ = tokenize.detect_encoding(lambda: next(lines))
        encoding = codecs.lookup(declared.removesuffix("-sig")).name
        text_in_ascii = "#".encode(encoding) == b"#"
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise _bad_declaration(data, display, error) from error
    if not text_in_ascii:
        raise SourceError(display, f"declares the encoding {declared}, which Python does not read source in")
    return encoding


def _bad_declaration(data: bytes, display: str, error: Exception) -> SourceError:
    """Say what the standard library found wrong, better where that is an ordinary undecodable byte."""
    body = data.removeprefix(codecs.BOM_UTF8)
    if "missing encoding" in str(error):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as broken:
            return undecodable(display, body, broken, "utf-8")
    if "encoding problem: utf-8" in str(error):
        return SourceError(display, "has a UTF-8 BOM but declares another encoding")
    return SourceError(display, f"declares an encoding that Python cannot use: {error}")
