"""The pages of rules: read on a terminal, or the Markdown that they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TextIO

from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from wflint.languages import LANGUAGES
from wflint.report.console import CODE_STYLE, QUIET_STYLE, open_screen
from wflint.report.highlight import highlighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from wflint.report.console import Screen
    from wflint.rules import RegisteredRule

_WIDTH: Final = 100
"""Cells after which pages are hard to read, however wide the terminal is."""
_CODE_INDENT: Final = 4
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
        """Yield the code, indented; what goes on in another row is indented deeper."""
        for line in highlighted(str(self.text).rstrip(), self.lexer_name).split("\n", allow_blank=True):
            margin = _CODE_INDENT + len(line.plain) - len(line.plain.lstrip())
            code = line[margin - _CODE_INDENT :]
            fits = margin + code.cell_len <= options.max_width
            first, *rest = [code] if fits else code.wrap(console, options.max_width - margin - _CODE_INDENT)
            yield Padding(first, (0, 0, 0, margin))
            for row in rest:
                yield Padding(row, (0, 0, 0, margin + _CODE_INDENT))


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
        preview = " · in preview: runs with `--preview` only" if rule.rule.is_preview else ""
        screen.write([Text(screen.charset.escape(f"{rule.code} · {rule.url}{preview}"))])


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
    """Return the rule's page, with a heading above the code of each language."""
    titles = {language.name.lower(): language.name for language in LANGUAGES}
    return rule.page_by_language(lambda language, block: f"### {titles.get(language, language)}\n\n{block}")
