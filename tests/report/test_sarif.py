"""SARIF, against the schema of the standard.

`sarif-schema-2.1.0.json` is the OASIS schema, unchanged but for its newlines, as SchemaStore distributes it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from format_cases import PROJECTS, checked, hostile
from report_building import ORDERS, finding, fix_with, orders_finding, primary, report, source, span, written

from wflint import __version__
from wflint.checking.fingerprint import fingerprints
from wflint.checking.report import Report
from wflint.errors import SourceError
from wflint.findings import Edit, Finding, Label, Level, Role, Span
from wflint.rules import all_rules, find_rule

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
SOURCES = source(ORDERS)


def run_of(made: Report) -> dict[str, Any]:
    log = json.loads(written("sarif", made))
    VALIDATOR.validate(log)
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of(made: Finding, sources: Any = SOURCES) -> dict[str, Any]:
    [result] = run_of(report(made, sources=sources))["results"]
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("project", PROJECTS)
def test_what_is_found_in_the_fixtures_fits_the_schema(project: str) -> None:
    assert run_of(checked(project))["results"]


def test_hostile_text_and_an_empty_report_fit_the_schema() -> None:
    assert run_of(hostile())["invocations"][0]["executionSuccessful"] is False
    empty = run_of(report(sources={}))
    assert (empty["results"], empty["tool"]["driver"]["rules"]) == ([], [])


def test_the_schema_rejects_what_is_not_in_the_standard() -> None:
    log = json.loads(written("sarif", report(orders_finding(SOURCES), sources=SOURCES)))
    log["runs"][0]["results"][0]["level"] = "info"
    assert not VALIDATOR.is_valid(log)


def test_the_tool_and_its_rules_are_described() -> None:
    driver = run_of(report(orders_finding(SOURCES), sources=SOURCES))["tool"]["driver"]
    rule = find_rule("WF102")
    assert rule is not None
    assert (driver["name"], driver["semanticVersion"]) == ("wflint", __version__)
    assert driver["informationUri"].startswith("https://")
    [described] = driver["rules"]
    assert described["id"] == "WF102"
    assert described["name"] == "random-outside-step"
    assert described["shortDescription"]["text"] == rule.rule.summary
    assert described["fullDescription"]["text"].startswith("Finds random values that are made outside a step")
    assert "##" not in described["fullDescription"]["text"]
    assert described["help"]["markdown"] == rule.documentation
    assert described["helpUri"] == rule.url
    assert described["defaultConfiguration"] == {"level": "error"}


def test_every_rule_says_what_it_does_where_sarif_looks_for_it() -> None:
    where = primary(Span("app/orders.py", 0, 1))
    found = [finding(where, code=rule.code, name=rule.name) for rule in all_rules()]
    rules = run_of(report(*found, sources=SOURCES))["tool"]["driver"]["rules"]
    assert len(rules) == len(all_rules())
    assert all(rule["fullDescription"]["text"] for rule in rules)


def test_the_result_has_message_place_handler_and_fingerprint() -> None:
    made = orders_finding(SOURCES)
    result = result_of(made)
    assert result["message"]["text"].split("\n") == [
        "`uuid4()` produces a new value on every delivery",
        'help: record it once:  order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))',
        "fix: wrap the call in a step (drain: runs in flight must end before the deploy)  (`wflint fix --select WF102 app/orders.py`)",
        "docs: https://example.org/rules/random-outside-step",
    ]
    [location] = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "app/orders.py", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 15, "startColumn": 20, "endLine": 15, "endColumn": 32},
        },
        "logicalLocations": [{"name": "fulfil", "kind": "function"}],
    }
    assert result["properties"] == {"engine": "upstash"}
    assert result["partialFingerprints"] == {"wflint/v1": fingerprints([made], SOURCES)[0]}
    assert [each["message"]["text"] for each in result["relatedLocations"]] == [
        label.message for label in made.related
    ]
    assert "codeFlows" not in result


def test_a_cause_chain_is_a_code_flow_from_the_handler_on() -> None:
    made = finding(
        primary(span(SOURCES, "uuid.uuid4()"), "here"),
        Label(span(SOURCES, "log.info"), "which calls this", Role.CAUSE),
        Label(span(SOURCES, '"charge"'), "a step uses it", Role.SINK),
        Label(span(SOURCES, "fulfil", nth=1), "the handler", Role.HANDLER),
        Label(span(SOURCES, "import uuid"), "", Role.CAUSE),
    )
    [flow] = result_of(made)["codeFlows"]
    [thread] = flow["threadFlows"]
    steps = [step["location"] for step in thread["locations"]]
    assert [step["physicalLocation"]["region"]["startLine"] for step in steps] == [12, 15, 16, 3]
    assert [step.get("message", {}).get("text") for step in steps] == [
        "the handler",
        "here",
        "which calls this",
        None,
    ]


def test_columns_are_utf16_units_and_lines_end_as_in_python() -> None:
    sources = source('a = "👍\t中" + y\r\nb\rc\n')
    run = run_of(
        report(finding(primary(span(sources, "y"))), finding(primary(span(sources, "c"))), sources=sources)
    )
    assert run["columnKind"] == "utf16CodeUnits"
    assert "\r" in run["newlineSequences"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert regions == [
        {"startLine": 1, "startColumn": 14, "endLine": 1, "endColumn": 15},
        {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2},
    ]


def test_a_fix_changes_each_file_once() -> None:
    sources = {**source("one two\n", "a.py"), **source("three\n", "b c.py")}
    fix = fix_with(
        Edit(Span("b c.py", 0, 5), ""),
        Edit(Span("a.py", 4, 7), "2"),
        Edit(Span("a.py", 0, 0), "0 "),
        message="count",
    )
    [fixed] = result_of(finding(primary(Span("a.py", 0, 3)), fix=fix), sources)["fixes"]
    assert fixed["description"] == {"text": "count"}
    assert fixed["properties"] == {"class": "drain", "applicability": "safe", "inFlight": "breaks"}
    first, second = fixed["artifactChanges"]
    assert first == {
        "artifactLocation": {"uri": "a.py", "uriBaseId": "%SRCROOT%"},
        "replacements": [
            {
                "deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
                "insertedContent": {"text": "0 "},
            },
            {
                "deletedRegion": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 8},
                "insertedContent": {"text": "2"},
            },
        ],
    }
    assert second == {
        "artifactLocation": {"uri": "b%20c.py", "uriBaseId": "%SRCROOT%"},
        "replacements": [{"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 6}}],
    }


def test_a_fix_without_edits_is_none() -> None:
    assert "fixes" not in result_of(finding(primary(span(SOURCES, "uuid")), fix=fix_with()))


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/50%#?.py", "a%20b/50%25%23%3F.py"),
        ("c:d.py", "c%3Ad.py"),
        ("bücher.py", "b%C3%BCcher.py"),
        ("b\udcfccher.py", "b%FCcher.py"),
        ("../other/a.py", "../other/a.py"),
    ],
)
def test_paths_are_relative_uris(path: str, uri: str) -> None:
    result = result_of(finding(primary(Span(path, 0, 1))), source("x", path))
    where = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_path_outside_the_working_directory_is_a_file_uri(tmp_path: Path) -> None:
    path = (tmp_path / "a b.py").as_posix()
    result = result_of(finding(primary(Span(path, 0, 1))), source("x", path))
    where = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": (tmp_path / "a b.py").as_uri()}


def test_a_file_that_could_not_be_read_is_a_notification() -> None:
    [invocation] = run_of(report(sources={}, errors=(SourceError("a b.py", "denied"),)))["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert (notification["level"], notification["message"]) == ("error", {"text": "denied"})
    where = notification["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where["uri"] == "a%20b.py"


def test_nothing_in_a_message_becomes_a_link() -> None:
    made = finding(primary(span(SOURCES, "uuid")), message="x[0](1) and [2] {3}", level=Level.INFO)
    assert result_of(made)["message"] == {"text": r"x\[0](1) and [2] {3}"}
