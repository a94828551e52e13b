"""The report as workflow commands of GitHub Actions, which become annotations of a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from wflint.findings import Level
from wflint.report.place import file_place
from wflint.report.sentences import sentences
from wflint.report.summary import summary
from wflint.report.visible import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report
    from wflint.report.place import Place

_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write a command for each finding and each file that could not be read, then the summary for the log."""
    charset = Charset.of(out)
    for finding in report.findings:
        where = file_place(finding.span, report.sources)
        properties = {**_position(where), "title": f"{finding.name} ({finding.code})"}
        _write(out, charset, _COMMANDS[finding.level], properties, sentences(finding, report.fix_of(finding)))
    for error in report.problems:
        _write(out, charset, "error", {**_file(error.path), "title": "not checked"}, str(error))
    out.write(summary(report) + "\n")


def _file(path: str) -> dict[str, str]:
    return {"file": path} if path else {}


def _position(where: Place) -> dict[str, str]:
    position = {"file": where.path, "line": str(where.line), "endLine": str(where.last_line)}
    if where.end_line == where.line:
        # For several lines the runner drops the columns with a complaint.
        position |= {"col": str(where.column), "endColumn": str(where.end_column)}
    return position


def _write(out: TextIO, charset: Charset, command: str, properties: Mapping[str, str], message: str) -> None:
    listed = ",".join(
        f"{key}={charset.escape_lines(text).translate(_PROPERTY)}" for key, text in properties.items()
    )
    out.write(f"::{command} {listed}::{charset.escape_lines(message).translate(_DATA)}\n")
