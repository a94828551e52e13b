"""Engines on a terminal: a table of all, or an overview of one, or everything about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.engine_page import rule_of_mistake
from wflint.engines.facts import FORMATS, WHEN
from wflint.report.console import CODE_STYLE, Screen, open_screen
from wflint.report.summary import count
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.engine_page import EnginePage
    from wflint.engines.facts import Fact, Section

_COLUMNS: Final = (
    Column("engine"),
    Column("language", is_extra=True),
    Column("SDK", is_extra=True),
    Column("runs again", is_prose=True, is_extra=True),
    Column("stores", is_prose=True, is_extra=True),
    Column("rules", is_number=True, is_extra=True),
    Column("not applicable", is_number=True, is_extra=True),
    Column("title", is_extra=True),
)
_MORE: Final = "`wflint engines NAME` shows more about one of them."
_MOST_FACTS: Final = 6
"""Facts of a section that an overview shows; of some engines, dozens of functions are steps."""
_TITLE_STYLE: Final = "bold"
_HEADING_STYLE: Final = "bold blue"
_INDENT: Final = "  "


def render_table(
    engines: Sequence[EnginePage], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write a line for each engine."""
    screen = open_screen(out, color=color, width=width)
    rows = table(_COLUMNS, [_row(each, screen) for each in engines], screen)
    # A file or a pipe gets rows alone, for programs that read them.
    screen.write([*rows, Text(), *_wrapped(_MORE, screen, 0)] if rows and screen.has_edge else rows)


def _row(page: EnginePage, screen: Screen) -> tuple[Text, ...]:
    profile = page.profile
    name, *cells = (
        profile.id,
        profile.engine.language,
        ", ".join(profile.engine.packages),
        WHEN[profile.replay.when],
        FORMATS[profile.codec.kind],
        str(len(page.applying)),
        str(len(page.left_out)),
        profile.engine.title,
    )
    escape = screen.charset.escape
    return (Text(escape(name), CODE_STYLE), *(Text(escape(cell)) for cell in cells))


def render_page(
    page: EnginePage,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_verbose: bool = False,
) -> None:
    """Write what matters most about an engine, or everything."""
    screen = open_screen(out, color=color, width=width)
    title = f"{page.profile.engine.title} ({page.profile.id})"
    screen.write([Text(screen.charset.escape(title), style=_TITLE_STYLE)])
    if is_verbose:
        for section in page.sections:
            screen.write([Text(), *_heading(section, screen)])
            screen.write([row for fact in section.facts for row in _fact(_name(fact), fact.text, screen)])
        return
    for section in page.sections:
        if rows := list(_brief(section, screen)):
            screen.write([Text(), *_heading(section, screen), *rows])
    screen.write([Text(), *_wrapped(_pointer(page), screen, 0), Text(page.url)])


def _pointer(page: EnginePage) -> str:
    """Say where the rest is."""
    mistakes = sum(bool(fact.mistake) for section in page.sections for fact in section.facts)
    return (
        f"{page.rule_count}. `wflint engines {page.profile.id} --verbose` shows everything, such as what "
        f"{count(mistakes, 'mistake')} lead to."
    )


def _heading(section: Section, screen: Screen) -> Iterator[Text]:
    yield Text(section.title, style=_HEADING_STYLE)
    if section.about:
        yield from _wrapped(section.about, screen, 1)


def _brief(section: Section, screen: Screen) -> Iterator[Text]:
    """Yield the main facts of a section."""
    found = [fact.brief for fact in section.facts if fact.brief is not None]
    for name, text in found[:_MOST_FACTS]:
        yield from _fact(name, text, screen)
    if len(found) > _MOST_FACTS:
        yield from _wrapped(f"and {len(found) - _MOST_FACTS} more", screen, 1)


def _name(fact: Fact) -> str:
    return f"{rule_of_mistake(fact.mistake).code} {fact.name}" if fact.mistake else fact.name


def _fact(name: str, text: str, screen: Screen) -> Iterator[Text]:
    """Yield a fact on one line where it fits, else its text on lines of its own."""
    lines = list(_wrapped(f"{name}: {text}" if text else name, screen, 1))
    if len(lines) == 1 or not text:
        yield from lines
        return
    yield from _wrapped(f"{name}:", screen, 1)
    yield from _wrapped(text, screen, 2)


def _wrapped(text: str, screen: Screen, depth: int) -> Iterator[Text]:
    indent = _INDENT * depth
    for line in screen.wrap(screen.prose(text), screen.width - len(indent)):
        yield Text(indent) + line
