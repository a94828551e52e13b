"""Engines on a terminal: a table of all, or everything about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.engines.facts import FORMATS, WHEN
from wflint.report.console import CODE_STYLE, Screen, open_screen
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.engine_page import EnginePage
    from wflint.engines.facts import Fact, Section

_COLUMNS: Final = (
    Column("engine"),
    Column("title", is_prose=True),
    Column("SDK", is_prose=True),
    Column("runs again", is_prose=True, is_extra=True),
    Column("stores", is_prose=True, is_extra=True),
    Column("rules", is_number=True, is_extra=True),
    Column("left out", is_number=True, is_extra=True),
)
_TITLE_STYLE: Final = "bold"
_HEADING_STYLE: Final = "bold blue"
_INDENT: Final = "  "


def render_table(
    engines: Sequence[EnginePage], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write a line for each engine."""
    screen = open_screen(out, color=color, width=width)
    screen.write(table(_COLUMNS, [_row(each, screen) for each in engines], screen))


def _row(page: EnginePage, screen: Screen) -> tuple[Text, ...]:
    profile = page.profile
    name, *cells = (
        profile.id,
        profile.engine.title,
        " ".join(profile.engine.packages),
        WHEN[profile.replay.when],
        FORMATS[profile.codec.kind],
        str(len(page.applying)),
        str(len(page.left_out)),
    )
    escape = screen.charset.escape
    return (Text(escape(name), CODE_STYLE), *(Text(escape(cell)) for cell in cells))


def render_page(
    page: EnginePage, out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write everything about an engine."""
    screen = open_screen(out, color=color, width=width)
    title = f"{page.profile.engine.title} ({page.profile.id})"
    screen.write([Text(screen.charset.escape(title), style=_TITLE_STYLE)])
    for section in page.sections:
        screen.write([Text(), *_section(section, screen)])


def _section(section: Section, screen: Screen) -> Iterator[Text]:
    yield Text(section.title, style=_HEADING_STYLE)
    if section.about:
        yield from _wrapped(section.about, screen, 1)
    for fact in section.facts:
        yield from _fact(fact, screen)


def _fact(fact: Fact, screen: Screen) -> Iterator[Text]:
    """Return a fact on one line where it fits, else its text on lines of its own."""
    whole = f"{fact.name}: {fact.text}" if fact.text else fact.name
    lines = list(_wrapped(whole, screen, 1))
    if len(lines) == 1 or not fact.text:
        yield from lines
        return
    yield from _wrapped(f"{fact.name}:", screen, 1)
    yield from _wrapped(fact.text, screen, 2)


def _wrapped(text: str, screen: Screen, depth: int) -> Iterator[Text]:
    indent = _INDENT * depth
    for line in screen.wrap(screen.prose(text), screen.width - len(indent)):
        yield Text(indent) + line
