"""Text from files as HTML: nothing in it is markup, except code in backticks."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from wflint.report.visible import UNICODE

_CODE: Final = re.compile(r"`([^`]+)`")


def plain(text: str) -> str:
    """Escape text between tags or in an attribute."""
    return escape(UNICODE.escape_lines(text))


def prose(text: str) -> str:
    """Return a sentence with the parts in backticks marked up as code."""
    return _CODE.sub(r"<code>\1</code>", plain(text))
