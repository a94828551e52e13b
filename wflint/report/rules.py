"""Rules on a terminal: a table with a line for each, or two where the terminal is too narrow for a sentence beside the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.languages import LANGUAGES
from wflint.report.console import CODE_STYLE, LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.rule_facts import fixes_in_words, languages_of, levels_in_words
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.rules import RegisteredRule

_HEAD: Final = (Column("code"), Column("rule"), Column("level"))
_ASIDE: Final = (Column("fix", is_extra=True), Column("language", is_extra=True))
_SUMMARY: Final = Column("summary", is_prose=True, least=40)
_LEAST_WIDTH: Final = 96
"""Cells of a terminal that has room for the summary beside the longest name."""
_INDENT: Final = " " * 7
_MORE: Final = "`wflint rule CODE` explains one."


def render_list(
    rules: Sequence[RegisteredRule], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write the rules with what there is to know of each in few words."""
    screen = open_screen(out, color=color, width=width)
    if screen.has_edge and screen.width < _LEAST_WIDTH:
        rows = list(_stacked(rules, screen))
    else:
        cells = [(*_head(each, screen), _summary(each, screen), *_aside(each)) for each in rules]
        rows = table((*_HEAD, _SUMMARY, *_ASIDE), cells, screen)
    # A file or a pipe gets rows alone, for programs that read them.
    more = [Text(), *screen.wrap(screen.prose(_MORE), screen.width)] if screen.has_edge else []
    screen.write([*rows, *more])


def _stacked(rules: Sequence[RegisteredRule], screen: Screen) -> Iterator[Text]:
    """Yield rows in which the summary of a rule stands below its name."""
    heading, *heads = table(
        (*_HEAD, *_ASIDE), [(*_head(each, screen), *_aside(each)) for each in rules], screen
    )
    yield heading
    for rule, head in zip(rules, heads, strict=True):
        yield head
        for line in screen.wrap(_summary(rule, screen), screen.width - len(_INDENT)):
            yield Text(_INDENT) + line


def _head(rule: RegisteredRule, screen: Screen) -> tuple[Text, ...]:
    link = f" link {rule.url}" if screen.has_links else ""
    return (
        Text(rule.code, f"{CODE_STYLE}{link}"),
        Text(rule.name, link.strip()),
        Text(levels_in_words(rule), LEVEL_STYLES[rule.rule.level]),
    )


def _summary(rule: RegisteredRule, screen: Screen) -> Text:
    return screen.prose(rule.rule.summary + (" (preview)" if rule.rule.is_preview else ""))


def _aside(rule: RegisteredRule) -> tuple[Text, ...]:
    languages = languages_of(rule)
    return (
        Text(fixes_in_words(rule) or "none", "" if rule.rule.fixes else QUIET_STYLE),
        Text("both" if len(languages) == len(LANGUAGES) else languages[0], QUIET_STYLE),
    )
