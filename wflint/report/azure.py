"""The report as logging commands of Azure Pipelines, which show in the summary of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from wflint.findings import Level
from wflint.report.place import file_place
from wflint.report.sentences import named_sentences
from wflint.report.summary import summary
from wflint.report.visible import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report

# There is nothing below a warning.
_TYPES: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "warning"}
# Agents since March 2021 take `%AZP25` for a percent sign, and `%25` for itself.
_ESCAPES: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", "]": "%5D", ";": "%3B"})


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write a command for each finding and each file that could not be read, then the summary for the log."""
    charset = Charset.of(out)
    for finding in report.findings:
        where = file_place(finding.span, report.sources)
        properties = {
            "type": _TYPES[finding.level],
            "sourcepath": where.path,
            "linenumber": str(where.line),
            "columnnumber": str(where.column),
            "code": finding.code,
        }
        _write(out, charset, properties, named_sentences(finding, report.fix_of(finding)))
    for error in report.problems:
        _write(out, charset, {"type": "error", **_source(error.path)}, str(error))
    out.write(summary(report) + "\n")


def _source(path: str) -> dict[str, str]:
    return {"sourcepath": path} if path else {}


def _write(out: TextIO, charset: Charset, properties: Mapping[str, str], message: str) -> None:
    listed = "".join(
        f"{key}={charset.escape_lines(text).translate(_ESCAPES)};" for key, text in properties.items()
    )
    out.write(f"##vso[task.logissue {listed}]{charset.escape_lines(message).translate(_ESCAPES)}\n")
