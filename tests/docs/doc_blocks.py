"""The code blocks of a page in Markdown, with what comments in the page tell tests about them.

A comment `<!-- test: ... -->` is about the next block:

- `project NAME`: from here on, commands run in a fresh copy of `examples/NAME`, which is a git repository;
- `exits CODE ...`: so do the block's last commands, as many as there are codes; all others exit with 0;
- `finds RULE ...`: this is what wflint finds in the Python; without it, nothing;
- `profile NAME`: the block is part of an engine's profile, which is otherwise the profile of that engine; without a
  name it is a whole profile;
- `writes FILE`: the block's text becomes that file of the project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from pathlib import Path

_TOLD = re.compile(r"<!-- test: (.+?) -->")
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Block:
    """A code block.

    Attributes:
        place: Page and line, for messages.
        language: The first word after the fence; empty where there is none.
        title: The file that it shows, or part of it; empty where it shows none.
        text: What stands in it.
        told: What comments tell of it: a word, and what stands after it.
    """

    place: str
    language: str
    title: str
    text: str
    told: dict[str, str]


def blocks_of(page: Path) -> list[Block]:
    """All code blocks of a page, in order; also those without a fence, which have no language."""
    found: list[Block] = []
    told: dict[str, str] = {}
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "html_block":
            told.update(each.partition(" ")[::2] for each in _TOLD.findall(token.content))
        elif token.type in {"fence", "code_block"}:
            line = token.map[0] + 1 if token.map else 0
            language = token.info.partition(" ")[0] if token.type == "fence" else ""
            title = _TITLE.search(token.info)
            found.append(
                Block(f"{page.name}:{line}", language, title[1] if title else "", token.content, told)
            )
            told = {}
    return found
