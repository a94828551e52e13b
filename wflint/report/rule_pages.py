"""The pages of rules: read on a terminal, or the Markdown that they are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, TextIO

from rich.cells import cell_len
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from wflint.languages import LANGUAGES
from wflint.report.console import CODE_STYLE, QUIET_STYLE, open_screen
from wflint.report.highlight import highlighted
from wflint.report.rule_facts import FIXES_PAGE, headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from wflint.report.console import Screen
    from wflint.rules import RegisteredRule

_WIDTH: Final = 100
"""Cells after which pages are hard to read, however wide the terminal is."""
_CODE_INDENT: Final = 4
_WORD: Final = re.compile(r"\S+\s*")
_GOES_ON: Final = "\N{RIGHTWARDS ARROW WITH HOOK} "
"""Begins what would stand in the row above, were there room; no part of the code."""
_STYLES: Final = Theme(
    {
        "markdown.h1": "bold underline",
        "markdown.h2": "bold blue",
        "markdown.h3": "bold",
        "markdown.code": CODE_STYLE,
        "markdown.item.bullet": QUIET_STYLE,
    }
)
"""Rich's own have a ground of their own under code, which only suits some terminals."""


class _Heading(Heading):
    """A heading at the left margin; Rich's are centred, and the first is in a box."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the heading."""
        self.text.justify = "left"
        yield self.text


class _CodeBlock(CodeBlock):
    """Code as frames show it."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the code, indented; a mark begins a row in which the line before goes on, and no word is broken."""
        for line in highlighted(str(self.text).rstrip(), self.lexer_name).split("\n", allow_blank=True):
            margin = _CODE_INDENT + len(line.plain) - len(line.plain.lstrip())
            code = line[margin - _CODE_INDENT :]
            fits = margin + code.cell_len <= options.max_width
            first, *rest = [code] if fits else _rows(code, options.max_width - margin - len(_GOES_ON))
            yield _at(margin, first)
            for row in rest:
                yield _at(margin, Text.assemble((_GOES_ON, QUIET_STYLE), row))


def _rows(code: Text, width: int) -> list[Text]:
    """Return the rows that a line of code takes, broken at spaces alone."""
    breaks: list[int] = []
    taken = 0
    for word in _WORD.finditer(code.plain):
        if taken and taken + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            taken = 0
        taken += cell_len(word[0])
    rows = list(code.divide(breaks))
    for row in rows:
        row.rstrip()
    return rows


def _at(margin: int, row: Text) -> Padding:
    """Return a row that is indented and never broken."""
    row.no_wrap, row.overflow = True, "ignore"
    return Padding(row, (0, 0, 0, margin))


class _Page(Markdown):
    """A page of a rule."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _CodeBlock,
    }


def render_pages(
    rules: Sequence[RegisteredRule], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write the pages of some rules."""
    screen = open_screen(out, color=color, width=width)
    # Without colours, Markdown's own marks say more; and Rich draws bullets that an output in ASCII does not have.
    is_drawn = screen.charset.unicode and screen.console.color_system is not None
    for number, rule in enumerate(rules):
        if number:
            out.write("\n\n")
        page = _page(rule)
        if is_drawn:
            screen.write([*_drawn(page, screen), Text()])
        else:
            out.write(f"{screen.charset.escape_lines(page)}\n\n")
        # Never broken, so that terminals still recognise the address.
        about = [f"fixes · {FIXES_PAGE}"] if rule.rule.fixes else []
        screen.write([Text(screen.charset.escape(each)) for each in (*about, f"{rule.code} · {rule.url}")])


def _drawn(page: str, screen: Screen) -> Iterator[Text]:
    """Yield the rows of a page, with one empty row at most between others."""
    options = screen.console.options.update(width=min(screen.width, _WIDTH))
    with screen.console.use_theme(_STYLES):
        lines = screen.console.render_lines(_Page(page, hyperlinks=screen.has_links), options, pad=False)
    above = ""
    for line in lines:
        row = Text.assemble(*((each.text, each.style or "") for each in line))
        row.rstrip()
        if row.plain or above:
            yield row
        above = row.plain


def _page(rule: RegisteredRule) -> str:
    """Return the rule's page, with the facts below the title and a heading above the code of each language."""
    titles = {language.name.lower(): language.name for language in LANGUAGES}
    page = rule.page_by_language(lambda language, block: f"### {titles.get(language, language)}\n\n{block}")
    title, _, text = page.partition("\n")
    return f"{title}\n\n{headline(rule)}\n{text}"
