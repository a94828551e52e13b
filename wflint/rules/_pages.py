"""The code in a rule's page, which stands there in each language that the rule is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_SECTION: Final = re.compile(r"^(?=## )", re.MULTILINE)
_BLOCK: Final = re.compile(r"^```(\w+)\n.*?^```(?:\n+|\Z)", re.MULTILINE | re.DOTALL)
_ADJACENT: Final = re.compile(
    r"^```(\w+)\n(?:(?!```).*\n)*```(?:\n\n```(?!\1\n)\w+\n(?:(?!```).*\n)*```)+$", re.MULTILINE
)


def in_language(page: str, language: str) -> str:
    """Return a page in which code of other languages is left out, below each heading that has some of this one.

    Args:
        page: Markdown.
        language: The language as code blocks name it, `python`.
    """
    return "".join(_section_in(language, each) for each in _SECTION.split(page)).rstrip()


def by_language(page: str, shown: Callable[[str, str], str]) -> str:
    """Return a page in which blocks of code that follow each other, each in another language, are shown otherwise.

    Args:
        page: Markdown.
        shown: Returns what replaces a block, given its language and itself with its fences.
    """
    return _ADJACENT.sub(lambda found: "\n\n".join(_shown(found[0], shown)), page)


def _shown(blocks: str, shown: Callable[[str, str], str]) -> list[str]:
    return [shown(each[1], each[0].rstrip()) for each in _BLOCK.finditer(blocks)]


def _section_in(language: str, section: str) -> str:
    if language not in {each[1] for each in _BLOCK.finditer(section)}:
        return section
    return _BLOCK.sub(lambda found: found[0] if found[1] == language else "", section)
