"""A frame a finding: what happens at run time, the code that explains why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.findings import Role
from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.excerpt import Excerpt, excerpt, glyphs_for, gutter_row
from wflint.report.sentences import notes
from wflint.report.summary import count, summary

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.findings import Finding

_HEADLINE_WIDTH: Final = 100
_HEADLINE_INDENT: Final = "    "


def render(report: Report, out: TextIO, *, color: bool | None = None, width: int | None = None) -> None:
    """Write a frame for each finding, then the summary."""
    screen = open_screen(out, color=color, width=width)
    for finding in report.findings:
        screen.write([*_frame(finding, report, screen), Text()])
    screen.write([screen.prose(summary(report))])


def _frame(finding: Finding, report: Report, screen: Screen) -> list[Text]:
    code = excerpt(finding, report.sources, screen)
    location, *rest = code.rows
    if finding.handler and not any(label.role is Role.HANDLER for label in finding.related):
        location.append_text(screen.prose(f" in handler `{finding.handler}`", QUIET_STYLE))
    return [
        *_headline(finding, screen),
        location,
        *rest,
        *_notes(notes(finding, report.fix_of(finding)), code, screen),
    ]


def _headline(finding: Finding, screen: Screen) -> list[Text]:
    """Return level, rule and message, with the rule's code at the right."""
    headline = Text.assemble(
        (f"{finding.level.value}[{finding.name}]", LEVEL_STYLES[finding.level]),
        (": ", "bold"),
        screen.prose(finding.message, "bold"),
    )
    room = screen.width - len(finding.code) - 2
    first, *rest = screen.wrap(headline, room)
    if rest:
        # The lines after the first are broken anew, since they are indented.
        remainder = headline[len(first.plain) :]
        remainder = remainder[len(remainder.plain) - len(remainder.plain.lstrip()) :]
        rest = screen.wrap(remainder, screen.width - len(_HEADLINE_INDENT))
    right = max(min(screen.width, _HEADLINE_WIDTH), first.cell_len + 2 + len(finding.code))
    first.pad_right(right - len(finding.code) - first.cell_len)
    first.append(finding.code, style=QUIET_STYLE)
    return [first, *(Text(_HEADLINE_INDENT).append_text(line) for line in rest)]


def _notes(said: list[tuple[str, str]], code: Excerpt, screen: Screen) -> list[Text]:
    """Return the notes under the code."""
    if code.hidden:
        said.insert(0, ("note", f"{count(code.hidden, 'more place')} not shown"))
    rows = [row for key, text in said for row in _note(key, text, code.gutter, screen)]
    return [gutter_row(code.gutter, glyphs_for(screen)), *rows] if rows else []


def _note(key: str, text: str, gutter: int, screen: Screen) -> list[Text]:
    head = Text.assemble(" " * (gutter + 1), ("= ", QUIET_STYLE), (f"{key + ':':<6}", "bold"))
    if key == "docs":
        # Never broken, so that terminals still recognise the address.
        return [head.append(screen.charset.escape(text), style=QUIET_STYLE)]
    lines = [
        line
        for paragraph in text.splitlines()
        for line in screen.wrap(screen.prose(paragraph), screen.width - head.cell_len)
    ]
    indent = " " * head.cell_len
    return [(head if number == 0 else Text(indent)).append_text(line) for number, line in enumerate(lines)]
