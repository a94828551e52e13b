"""A frame a finding, below the handler that it is about: what happens at run time, the code that explains why, and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.report.console import CODE_STYLE, LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.edits import hunks, shown_edits
from wflint.report.excerpt import excerpt, gutter_row
from wflint.report.fix_diff import diff_rows
from wflint.report.groups import Group, grouped, replay_reminder
from wflint.report.labels import glyphs_for
from wflint.report.sentences import fix_text
from wflint.report.summary import count, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.checking.report import Report
    from wflint.findings import Finding

_PROSE_WIDTH: Final = 120
"""Cells after which sentences are hard to read, however wide the terminal is."""


def render(
    report: Report,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_brief: bool = False,
) -> None:
    """Write the findings of each handler below its name, each as a frame, then the summary."""
    screen = open_screen(out, color=color, width=width)
    said = set[str]()
    for group in grouped(report.findings):
        screen.write([*_header(group, report, screen, said), Text()])
        for finding in group.findings:
            screen.write([*_frame(finding, group, report, screen, said), Text()])
    if not is_brief:
        screen.write(_closing(report, screen))


class FindingWriter:
    """Writes findings one by one, each as a frame, and names a handler where it is not that of the finding before."""

    def __init__(self, out: TextIO, *, color: bool | None = None, width: int | None = None) -> None:
        self._screen = open_screen(out, color=color, width=width)
        self._handler: tuple[str | None, str] | None = None
        self._said = set[str]()

    def write(self, finding: Finding, report: Report) -> None:
        """Write the next finding."""
        [group] = grouped([finding])
        handler = group.handler, group.path
        if handler != self._handler:
            self._screen.write([*_header(group, report, self._screen, self._said), Text()])
        self._handler = handler
        self._screen.write([*_frame(finding, group, report, self._screen, self._said), Text()])


def _header(group: Group, report: Report, screen: Screen, said: set[str]) -> list[Text]:
    """Return which handler the frames below are about, and that it is replayed unless that was said before."""
    rule = Text.assemble((f"{glyphs_for(screen).rule * 3} ", QUIET_STYLE))
    place = screen.charset.escape(group.place(report.sources))
    text = (
        Text.assemble((screen.charset.escape(group.handler), "bold"), f" ({place})")
        if group.handler
        else Text(place)
    )
    if group.reminder is not None and group.reminder.message not in said:
        said.add(group.reminder.message)
        text.append(": ").append_text(screen.prose(replay_reminder(group)))
    return _hung(rule, text, screen)


def _frame(finding: Finding, group: Group, report: Report, screen: Screen, said: set[str]) -> list[Text]:
    """Return the frame of a finding; what a class of fixes means is said with the first of them."""
    fix = report.fix_of(finding)
    changed = list(hunks(shown_edits(fix, report.sources), report.sources))
    numbers = max((len(str(hunk.last_number)) for hunk in changed), default=0)
    code = excerpt(finding, report.sources, screen, without=group.reminder, gutter=numbers)
    notes = [("note", f"{count(code.hidden, 'more place')} not shown")] if code.hidden else []
    notes += [("help", finding.help)] if finding.help else []
    if fix is not None:
        notes.append(("fix", fix_text(finding, fix, is_known=fix.fix_class.value in said)))
        said.add(fix.fix_class.value)
    below = [row for key, text in notes for row in _note(key, text, code.gutter, screen)]
    below += diff_rows(changed, code.shown, code.gutter, screen)
    return [
        *_headline(finding, screen),
        *code.rows,
        *([gutter_row(code.gutter, glyphs_for(screen)), *below] if below else []),
    ]


def _headline(finding: Finding, screen: Screen) -> list[Text]:
    """Return the rule's code, level and name, and the message."""
    link = f" link {finding.url}" if screen.has_links and finding.url else ""
    head = Text.assemble((finding.code, f"{CODE_STYLE}{link}"), " ")
    name = (f"{finding.level.value}[{finding.name}]", f"{LEVEL_STYLES[finding.level]}{link}")
    return _hung(head, Text.assemble(name, (": ", "bold"), screen.prose(finding.message, "bold")), screen)


def _note(key: str, text: str, gutter: int, screen: Screen) -> Iterator[Text]:
    head = Text.assemble(" " * (gutter + 1), ("= ", QUIET_STYLE), (f"{key + ':':<6}", "bold"))
    margin = head.cell_len
    for paragraph in text.splitlines():
        yield from _hung(head, screen.prose(paragraph), screen)
        head = Text(" " * margin)


def _hung(head: Text, text: Text, screen: Screen) -> list[Text]:
    """Return a text behind its head; the lines after the first are indented as deep."""
    margin = head.cell_len
    first, *rest = screen.wrap(text, min(screen.width, _PROSE_WIDTH) - margin) or [Text()]
    return [head.append_text(first), *(Text(" " * margin).append_text(line) for line in rest)]


def _closing(report: Report, screen: Screen) -> list[Text]:
    """Return the summary, and where rules are explained unless their codes are links."""
    texts = [summary(report)]
    if not screen.has_links:
        texts += [
            f"Each rule is explained by `wflint rule CODE` and at {place}"
            for place in _rule_folders(report.findings)
        ]
    width = min(screen.width, _PROSE_WIDTH)
    return [line for text in texts for line in screen.wrap(screen.prose(text), width)]


def _rule_folders(findings: Iterable[Finding]) -> list[str]:
    """Return the addresses that the pages of rules are below."""
    return list(
        dict.fromkeys(
            url[: url.rindex(name)] for each in findings if (name := each.name) in (url := each.url)
        )
    )
