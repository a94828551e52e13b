"""One JSON document a line for each finding, in the shape of `Finding` in `json_schema.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from wflint.report.json import findings_json
from wflint.report.json_text import json_text

if TYPE_CHECKING:
    from wflint.checking.report import Report


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write the findings and nothing else, in ASCII; files that could not be read are left to standard error."""
    out.writelines(json_text(finding) + "\n" for finding in findings_json(report))
