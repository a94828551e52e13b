"""One line a finding, for editors, grep and people in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.summary import summary

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.files.text import SourceText
    from wflint.findings import Finding


def render(
    report: Report,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_brief: bool = False,
) -> None:
    """Write `path:line:column: level[rule-name] message (code)` for each finding, then the summary."""
    screen = open_screen(out, color=color, width=width)
    rows = [_row(finding, report.sources[finding.span.path], screen) for finding in report.findings]
    screen.write(rows if is_brief else [*rows, screen.prose(summary(report))])


def _row(finding: Finding, source: SourceText, screen: Screen) -> Text:
    return Text.assemble(
        (screen.charset.escape_beginning(finding.span.path), "bold"),
        f":{source.place_of(finding.span.start)}: ",
        (f"{finding.level.value}[{finding.name}]", LEVEL_STYLES[finding.level]),
        " ",
        screen.prose(finding.message),
        (f" ({finding.code})", QUIET_STYLE),
    )
