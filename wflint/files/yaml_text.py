"""Adds to a YAML file without a parser: whole lines at the end of a block, where it is plain that nothing else changes.

Blocks are written by indentation, so a line that begins in the first column ends whatever stands above it. What is not
written that way (`repos: [...]`, several documents, brackets and strings over several lines) is left to its author.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_KEY: Final = re.compile(r"""(?:"[^"]*"|'[^']*'|[\w.$/][^#{}\[\]]*?)\s*:(?:\s|$)""")
_ITEM: Final = re.compile(r" *-(?:\s|$)")
_COMMENT: Final = re.compile(r"\s*(?:#|$)")
"""A comment or an empty line."""
_ENDING: Final = re.compile(r"(?<!\S)#.*")
"""A comment, from its sign on."""
_OPEN: Final = re.compile(r"[\[{,](?:\s+#.*|\s*)$")
"""Ends a line within brackets, in which indentation means nothing."""
_KEEPS_EMPTY_LINES: Final = re.compile(r"[|>]\d?\+")
_START: Final = "---"


def with_item(text: str, key: str, item: str) -> str | None:
    """Return a document with one more item in the list at a key of its first level; `None` where that is not safe.

    Args:
        text: The document.
        key: The key, which stands there already.
        item: The lines of the item, from its `- ` on, without indentation.
    """
    lines = _LINE.findall(text)
    heads = [at for at, line in enumerate(lines) if re.match(rf"{re.escape(key)}:\s*(?:#|$)", line)]
    if len(heads) != 1 or not _is_plain(lines):
        return None
    first = heads[0] + 1
    end = _end(lines, first)
    content = [at for at in range(first, end) if not _COMMENT.match(lines[at])]
    if not content or not _ITEM.match(lines[content[0]]):
        return None
    item_line = lines[content[0]]
    indent = item_line[: len(item_line) - len(item_line.lstrip(" "))]
    # A comment in the first column may be about what follows the list; one that is indented is about the list.
    inner = [at for at in range(first, end) if lines[at].startswith(" ") and lines[at].strip()]
    after = max(content + inner) + 1
    added = "".join(f"{indent}{line}\n" for line in item.splitlines())
    return f"{_ended(''.join(lines[:after]))}{added}{''.join(lines[after:])}"


def with_entry(text: str, entry: str) -> str | None:
    """Return a document with one more key on its first level, at its end; `None` where that is not safe.

    Args:
        text: The document.
        entry: The lines of the entry, which begin with its key.
    """
    lines = _LINE.findall(text)
    key = entry.partition(":")[0]
    is_there = any(re.match(rf"""["']?{re.escape(key)}["']?\s*:""", line) for line in lines)
    if is_there or not _is_plain(lines):
        return None
    return f"{_ended(text.rstrip())}\n{entry}"


def value_of(text: str, key: str) -> str | None:
    """Return what a key of the first level holds, as it is written but without comments; `None` where there is no such key."""
    lines = _LINE.findall(text)
    head = next((at for at, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if head is None:
        return None
    block = "".join(lines[head : _end(lines, head + 1)])
    return _ENDING.sub("", block.removeprefix(f"{key}:"))


def _end(lines: Sequence[str], first: int) -> int:
    """Return the line with the next key of the first level, or where the document ends."""
    return next((at for at in range(first, len(lines)) if _KEY.match(lines[at])), len(lines))


def _is_plain(lines: Sequence[str]) -> bool:
    """Return whether a document is one mapping whose blocks are told apart by indentation alone."""
    content = [line for line in lines if not _COMMENT.match(line)]
    if content and content[0].rstrip() == _START:
        content = content[1:]
    if not content or not _KEY.match(content[0]) or any(map(_KEEPS_EMPTY_LINES.search, content)):
        return False
    return all(
        line.startswith(" ") or ((_KEY.match(line) or _ITEM.match(line)) and not _goes_on(above))
        for above, line in pairwise(["", *content])
    )


def _goes_on(line: str) -> bool:
    """Return whether brackets or a string may reach from a line into the next one."""
    return _OPEN.search(line) is not None or any(line.count(quote) % 2 for quote in "\"'")


def _ended(text: str) -> str:
    """Return a text whose last line is ended."""
    return text if not text or text.endswith("\n") else f"{text}\n"
