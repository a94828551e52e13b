"""Workflow commands, issues, test results and diagnostics in detail."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from format_reading import unescape_azure
from report_building import ORDERS, finding, fix_with, orders_finding, primary, report, source, span, written

from wflint.checking.fingerprint import fingerprints
from wflint.errors import SourceError
from wflint.findings import Edit, Finding, Level, Span

SOURCES = source(ORDERS)
WIDE = source('x = "👍\té" + y\r\n', "a b/50%,:;].py")


def wide_finding(**changes: object) -> Finding:
    return finding(primary(span(WIDE, "y", "a b/50%,:;].py")), **{"handler": None, **changes})


# --- GitHub ---


def test_github_commands_are_escaped() -> None:
    made = wide_finding(message="50%\nmore: a,b", level=Level.INFO)
    command, summary, end = written("github", report(made, sources=WIDE)).split("\n")
    assert command == (
        "::notice file=a b/50%25%2C%3A;].py,line=1,endLine=1,col=13,endColumn=14,title=random-outside-step (WF102)"
        "::50%25%0Amore: a,b"
    )
    assert (summary, end) == ("Found 1 info in 1 file (1 handler, 2 steps).", "")


def test_github_gets_help_and_documentation_with_the_message() -> None:
    text = written("github", report(orders_finding(SOURCES), sources=SOURCES))
    message = text.split("\n", maxsplit=1)[0].rpartition("::")[2].split("%0A")
    assert message[1].startswith("help: record it once")
    assert message[-1] == "docs: https://example.org/rules/random-outside-step"


def test_github_takes_no_columns_for_several_lines() -> None:
    where = Span("app/orders.py", ORDERS.index("order = "), ORDERS.index("    log"))
    text = written("github", report(finding(primary(where)), sources=SOURCES))
    assert text.startswith("::error file=app/orders.py,line=13,endLine=15,title=")


def test_github_annotates_files_that_could_not_be_read() -> None:
    text = written("github", report(sources={}, errors=(SourceError("a,b.py", "denied\n"),)))
    assert text.split("\n")[0] == "::error file=a%2Cb.py,title=not checked::a,b.py: denied%0A"


@pytest.mark.parametrize("name", ["github", "azure"])
def test_nothing_from_a_file_acts_on_a_log(name: str) -> None:
    made = wide_finding(message="\x1b[2J\r\n::error::no ##vso[task.complete]", help="\u202e")
    lines = written(name, report(made, sources=WIDE), encoding="utf-8").split("\n")
    assert len(lines) == 3
    assert r"\x1b[2J\r" in lines[0]
    assert r"\u202e" in lines[0]


# --- Azure ---


def test_azure_commands_are_escaped() -> None:
    made = wide_finding(message="50% of x[0]; %0A\nmore", level=Level.INFO)
    command, summary, end = written("azure", report(made, sources=WIDE)).split("\n")
    assert command == (
        "##vso[task.logissue type=warning;sourcepath=a b/50%AZP25,:%3B%5D.py;linenumber=1;columnnumber=13;code=WF102;]"
        "random-outside-step: 50%AZP25 of x[0%5D%3B %AZP250A%0Amore"
    )
    assert unescape_azure(command.partition("]")[2]) == "random-outside-step: 50% of x[0]; %0A\nmore"
    assert (summary, end) == ("Found 1 info in 1 file (1 handler, 2 steps).", "")


def test_azure_logs_files_that_could_not_be_read() -> None:
    text = written("azure", report(sources={}, errors=(SourceError("a;b.py", "denied"),)))
    assert text.split("\n")[0] == "##vso[task.logissue type=error;sourcepath=a%3Bb.py;]a%3Bb.py: denied"


# --- GitLab ---


def test_gitlab_has_what_code_quality_requires() -> None:
    where = Span("app/orders.py", ORDERS.index("order = "), ORDERS.index("    log"))
    made = [orders_finding(SOURCES), finding(primary(where), level=Level.WARNING)]
    issues = json.loads(written("gitlab", report(*made, sources=SOURCES)))
    first, second = fingerprints(made, SOURCES)
    assert issues == [
        {
            "description": "random-outside-step: `uuid4()` produces a new value on every delivery",
            "check_name": "WF102",
            "fingerprint": first,
            "severity": "major",
            "location": {"path": "app/orders.py", "lines": {"begin": 15, "end": 15}},
        },
        {
            "description": "random-outside-step: `uuid4()` produces a new value on every delivery",
            "check_name": "WF102",
            "fingerprint": second,
            "severity": "minor",
            "location": {"path": "app/orders.py", "lines": {"begin": 13, "end": 15}},
        },
    ]
    assert first != second


def test_gitlab_has_an_empty_list_for_nothing() -> None:
    assert json.loads(written("gitlab", report(sources={}))) == []


@pytest.mark.parametrize("name", ["gitlab", "rdjson", "sarif"])
def test_lone_surrogates_are_escaped_where_they_would_break_a_reader(name: str) -> None:
    path = "b\udcfc.py"
    made = finding(primary(Span(path, 0, 1)), message="\ud800")
    document = json.loads(written(name, report(made, sources=source("x", path))))
    assert json.dumps(document, ensure_ascii=False).encode("utf-8")
    assert r"\ud800" in json.dumps(document, ensure_ascii=False)


# --- JUnit ---


def test_junit_has_a_failed_test_for_each_finding() -> None:
    made = report(orders_finding(SOURCES), sources=SOURCES, errors=(SourceError("gone.py", "denied"),))
    root = ET.fromstring(written("junit", made))  # noqa: S314 - the renderer's own output
    assert root.tag == "testsuites"
    [suite] = root
    assert suite.attrib == {"name": "wflint", "tests": "2", "failures": "1", "errors": "1"}
    failed, unread = suite
    assert failed.attrib == {
        "classname": "app/orders.py",
        "name": "WF102 random-outside-step (15:20)",
        "file": "app/orders.py",
        "line": "15",
    }
    [failure] = failed
    assert failure.attrib == {"type": "error", "message": "`uuid4()` produces a new value on every delivery"}
    assert str(failure.text).split("\n")[:2] == ["app/orders.py:15:20", failure.attrib["message"]]
    assert unread.attrib["classname"] == "gone.py"
    assert unread[0].tag == "error"
    assert unread[0].attrib == {"type": "error", "message": "denied"}


def test_junit_has_a_test_that_passed_for_nothing() -> None:
    [suite] = ET.fromstring(written("junit", report(sources={})))  # noqa: S314 - the renderer's own output
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("1", "0")
    [case] = suite
    assert (list(case), case.attrib["name"]) == ([], "No findings in 1 file (1 handler, 2 steps).")


def test_junit_is_well_formed_whatever_a_message_holds() -> None:
    everything = "".join(map(chr, [*range(0x300), 0xD800, 0xFFFE, 0xFFFF, 0x1F44D])) + "]]>&<\"'"
    text = written("junit", report(wide_finding(message=everything), sources=WIDE), encoding="ascii")
    root = ET.fromstring(text)  # noqa: S314 - the renderer's own output
    [failure] = root.iter("failure")
    for told in (str(failure.text), failure.attrib["message"]):
        assert r"\x00\x01" in told
        assert r"\ud800\ufffe\uffff👍]]>&<" in told


# --- reviewdog ---


def test_rdjson_counts_columns_in_bytes_of_utf_8() -> None:
    [diagnostic] = json.loads(written("rdjson", report(wide_finding(url="https://x.y/"), sources=WIDE)))[
        "diagnostics"
    ]
    assert diagnostic == {
        "message": "random-outside-step: `uuid4()` produces a new value on every delivery\ndocs: https://x.y/",
        "location": {
            "path": "a b/50%,:;].py",
            "range": {"start": {"line": 1, "column": 17}, "end": {"line": 1, "column": 18}},
        },
        "severity": "ERROR",
        "code": {"value": "WF102", "url": "https://x.y/"},
    }


def test_rdjson_suggests_several_edits_as_one_stretch() -> None:
    where = span(SOURCES, "uuid.uuid4()")
    fix = fix_with(
        Edit(Span("app/orders.py", where.end, where.end), "]"),
        Edit(Span("app/orders.py", where.start, where.start), "["),
    )
    document = json.loads(written("rdjson", report(finding(primary(where), fix=fix), sources=SOURCES)))
    assert document["source"] == {"name": "wflint"}
    assert document["diagnostics"][0]["suggestions"] == [
        {
            "range": {"start": {"line": 15, "column": 20}, "end": {"line": 15, "column": 32}},
            "text": "[uuid.uuid4()]",
        }
    ]


def test_rdjson_suggests_nothing_for_other_files() -> None:
    sources = {**SOURCES, **source("x", "other.py")}
    fix = fix_with(Edit(Span("other.py", 0, 1), "y"))
    document = json.loads(
        written("rdjson", report(finding(primary(span(sources, "uuid")), fix=fix), sources=sources))
    )
    assert "suggestions" not in document["diagnostics"][0]


# --- JSON lines ---


def test_jsonl_has_the_findings_of_json_each_on_a_line() -> None:
    made = report(orders_finding(SOURCES), wide_finding(), sources={**SOURCES, **WIDE})
    lines = written("jsonl", made).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written("json", made))["findings"]


def test_jsonl_is_empty_for_nothing() -> None:
    assert written("jsonl", report(sources={})) == ""
