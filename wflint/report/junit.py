"""The report as JUnit XML, which most CI services show as test results: a finding is a test that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree as ET

from wflint.report.place import file_place
from wflint.report.sentences import sentences
from wflint.report.summary import summary
from wflint.report.visible import UNICODE, inert, reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report
    from wflint.files.text import SourceText
    from wflint.findings import Finding


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write one test suite, in ASCII; without findings it has one test that passed, since some readers want one."""
    counts = {
        "tests": str(len(report.findings) + len(report.problems) or 1),
        "failures": str(len(report.findings)),
        "errors": str(len(report.problems)),
    }
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {"name": "wflint", **counts})
    for finding in report.findings:
        text = sentences(finding, report.fix_of(finding))
        _add_failure(suite, finding, text, report.sources)
    for error in report.problems:
        path = UNICODE.escape_lines(error.path)
        case = ET.SubElement(suite, "testcase", {"classname": path, "name": "not checked", "file": path})
        ET.SubElement(case, "error", {"type": "error", "message": UNICODE.escape_lines(error.reason)})
    if not len(suite):
        ET.SubElement(suite, "testcase", {"classname": "wflint", "name": summary(report)})
    ET.indent(root)
    # References replace what is not ASCII, so the output's encoding does not matter.
    text = ET.tostring(root, encoding="us-ascii", xml_declaration=True).decode("ascii")
    out.write(f"{inert(text, reference)}\n")


def _add_failure(suite: ET.Element, finding: Finding, text: str, sources: Mapping[str, SourceText]) -> None:
    # Escaped are also the control characters that XML has no way to write.
    path = UNICODE.escape_lines(finding.span.path)
    where = sources[finding.span.path].place_of(finding.span.start)
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": path,
            "name": f"{finding.code} {finding.name} ({where})",
            "file": path,
            "line": str(file_place(finding.span, sources).line),
        },
    )
    message = UNICODE.escape_lines(finding.message)
    failure = ET.SubElement(case, "failure", {"type": finding.level.value, "message": message})
    failure.text = f"{path}:{where}\n{UNICODE.escape_lines(text)}"
