"""The report as a Markdown table, for comments and job summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TextIO

from wflint.report.summary import count, summary
from wflint.report.visible import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report
    from wflint.files.text import SourceText
    from wflint.findings import Finding

_CODE: Final = re.compile(r"`([^`]+)`")
# `$` begins mathematics on GitHub and GitLab.
_ESCAPES: Final = {char: f"\\{char}" for char in r"\`*_[]|~$"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PROSE: Final = str.maketrans(_ESCAPES)
_HEAD: Final = ["| level | rule | place | what happens |", "| --- | --- | --- | --- |"]


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write a heading, the summary, and a table with a row for each finding."""
    out.write(page(report, Charset.of(out)))


def page(report: Report, charset: Charset, room: int | None = None) -> str:
    """Return the whole text, in Markdown as GitHub and GitLab read it.

    Args:
        report: What a run found.
        charset: What the output can show.
        room: How many bytes it may take in UTF-8; findings that do not fit are counted.
    """
    above = ["## wflint", "", _prose(summary(report), charset), ""]
    if report.problems:
        above += ["Not checked:", ""]
        above += [
            f"- {_code(error.path, charset)}: {_prose(error.reason, charset)}" for error in report.problems
        ]
        above.append("")
    if not report.findings:
        return _text(above)
    rows = [_row(finding, report.sources, charset) for finding in report.findings]
    shown = len(rows) if room is None else _fitting(rows, room - len(_text([*above, *_HEAD]).encode()))
    left_out = (
        [f"\n{count(len(rows) - shown, 'more finding')} did not fit here."] if shown < len(rows) else []
    )
    return _text([*above, *_HEAD, *rows[:shown], *left_out])


def _text(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _fitting(rows: list[str], room: int) -> int:
    """Return how many rows fit, with a line that says how many do not."""
    room -= 100
    for number, row in enumerate(rows):
        room -= len(row.encode()) + 1
        if room < 0:
            return number
    return len(rows)


def _row(finding: Finding, sources: Mapping[str, SourceText], charset: Charset) -> str:
    name = _code(finding.name, charset)
    rule = f"{finding.code} [{name}]({finding.url})" if finding.url else f"{finding.code} {name}"
    said = _prose(finding.message, charset)
    if finding.help:
        said += f"<br>help: {_prose(finding.help, charset)}"
    place_ = _code(f"{finding.span.path}:{sources[finding.span.path].place_of(finding.span.start)}", charset)
    return f"| {finding.level.value} | {rule} | {place_} | {said} |"


def _prose(text: str, charset: Charset) -> str:
    """Return text for a cell, in which only the parts in backticks are marked up."""
    pieces = _CODE.split(charset.escape(text))
    return "".join(
        _code(piece, charset) if number % 2 else piece.translate(_PROSE)
        for number, piece in enumerate(pieces)
    )


def _code(text: str, charset: Charset) -> str:
    """Return code for a cell; characters that would end it are written as references, which backticks do not allow."""
    text = charset.escape(text)
    if not {"`", "|"}.intersection(text):
        return f"`{text}`"
    return "<code>" + re.sub(r"[^\w ./-]", lambda char: f"&#{ord(char[0])};", text) + "</code>"
