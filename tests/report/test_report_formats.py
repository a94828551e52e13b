"""The registry, and the formats beside the frames."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest
from report_building import (
    ORDERS,
    finding,
    fix_inserting,
    orders_finding,
    primary,
    report,
    source,
    span,
    written,
)

import wflint.report
from wflint import __version__
from wflint.errors import SourceError
from wflint.findings import Applicability, Label, Level, Role, Span
from wflint.report import FORMATS, json_schema, render

SCHEMA = Path(wflint.report.__file__).with_name(json_schema.SCHEMA_FILE)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_report_with_and_without_findings(name: str) -> None:
    sources = source(ORDERS)
    assert written(name, report(orders_finding(sources), sources=sources)).endswith("\n")
    assert written(name, report(sources={})).endswith("\n") or name in {"jsonl", "agent"}


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="yaml"):
        render("yaml", report(sources={}), io.StringIO())


def test_json_does_not_load_the_terminal() -> None:
    program = """
        import io, sys
        from wflint.checking.report import Report
        from wflint.report import render
        render("json", Report((), {}, 0, 0, 0, 0), io.StringIO())
        assert "wflint.report.json" in sys.modules
        sys.exit("rich" in sys.modules)
    """
    assert subprocess.run([sys.executable, "-c", dedent(program)], check=False).returncode == 0  # noqa: S603


def test_concise_is_one_line_a_finding() -> None:
    sources = {**source(ORDERS), **source("x\n", "app/b.py")}
    made = finding(
        primary(Span("app/b.py", 0, 1)),
        message="sends \x1b[2J\nto\u2028you",
        level=Level.WARNING,
        code="WF201",
        name="network-outside-step",
    )
    assert written("concise", report(orders_finding(sources), made, sources=sources, files=2)).split(
        "\n"
    ) == [
        "app/orders.py:15:20: error[random-outside-step] `uuid4()` produces a new value on every delivery (WF102)",
        r"app/b.py:1:1: warning[network-outside-step] sends \x1b[2J\nto\u2028you (WF201)",
        "Found 1 error and 1 warning in 2 files (1 handler, 2 steps). `wflint fix` can fix 1, which needs running workflows drained.",
        "",
    ]


def test_concise_is_never_broken_and_may_be_coloured() -> None:
    sources = source(ORDERS)
    made = finding(primary(span(sources, "uuid.uuid4()")), message="a long story " * 30)
    text = written("concise", report(made, sources=sources), color=True)
    assert text.count("\n") == 2
    assert "\x1b[1;31merror[random-outside-step]\x1b[0m" in text


def test_json_has_the_whole_report() -> None:
    sources = source(ORDERS)
    made = finding(
        primary(span(sources, "uuid.uuid4()"), "so this is another id each time"),
        orders_finding(sources).related[1],
        help="record it once",
        url="https://example.org/rules/random-outside-step",
        fix=fix_inserting(span(sources, "str(uuid.uuid4())"), "await ..."),
    )
    made_report = report(
        made,
        sources=sources,
        files=14,
        handlers=3,
        steps=11,
        unknown_calls=4,
        errors=(SourceError("gone.py", "denied"),),
    )
    assert json.loads(written("json", made_report)) == {
        "format": "wflint-json-v1",
        "version": __version__,
        "findings": [
            {
                "code": "WF102",
                "name": "random-outside-step",
                "level": "error",
                "message": "`uuid4()` produces a new value on every delivery",
                "help": "record it once",
                "url": "https://example.org/rules/random-outside-step",
                "engine": "upstash",
                "handler": "fulfil",
                "path": "app/orders.py",
                "start": {"line": 15, "column": 20},
                "end": {"line": 15, "column": 32},
                "related": [
                    {
                        "message": "records the order under one id",
                        "path": "app/orders.py",
                        "start": {"line": 18, "column": 23},
                        "end": {"line": 18, "column": 37},
                    }
                ],
                "fix": {
                    "message": "wrap the call in a step",
                    "applicability": "safe",
                    "in_flight": "breaks",
                    "class": "drain",
                    "edits": [
                        {
                            "path": "app/orders.py",
                            "start": {"line": 15, "column": 16},
                            "end": {"line": 15, "column": 33},
                            "text": "await ...",
                        }
                    ],
                },
                "fingerprint": "1e41da1c78de1705",
            }
        ],
        "errors": [{"path": "gone.py", "message": "denied"}],
        "summary": {
            "files": 14,
            "handlers": 3,
            "steps": 11,
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "unknown_calls": 4,
            "hidden": {
                "ignore_comments": 0,
                "per_file_ignores": 0,
                "baseline": 0,
                "min_level": 0,
                "diff_base": 0,
            },
        },
    }


def test_json_counts_columns_in_characters_and_is_ascii() -> None:
    sources = source('x = "👍中\udc80" + y\r\n')
    made = finding(primary(span(sources, "y")), message="中")
    text = written("json", report(made, sources=sources))
    assert json.loads(text)["findings"][0]["start"] == {"line": 1, "column": 13}
    assert text.isascii()


def test_json_output_validates_and_the_schema_is_strict() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    sources = source(ORDERS)
    bare = finding(primary(span(sources, "uuid")), engine=None, handler=None, level=Level.INFO)
    output = json.loads(written("json", report(orders_finding(sources), bare, sources=sources)))
    validator.validate(output)
    for broken in (
        {**output, "extra": 1},
        {**output, "format": "wflint-json-v2"},
        {**output, "summary": {**output["summary"], "files": -1}},
        {**output, "findings": [{**output["findings"][0], "level": "fatal"}]},
        {**output, "findings": [{**output["findings"][0], "fix": {}}]},
    ):
        assert not validator.is_valid(broken)


def test_statistics_count_rules_most_frequent_first() -> None:
    sources = source(ORDERS)
    where = primary(span(sources, "uuid.uuid4()"))
    fix = fix_inserting(where.span, "", applicability=Applicability.UNSAFE)
    clock = {"code": "WF101", "name": "clock-outside-step"}
    name = {"code": "WF402", "name": "loop-invariant-step-name", "level": Level.WARNING}
    made = [
        *[finding(where, **clock, fix=fix, level=Level.WARNING)] * 9,
        *[finding(where, **clock)] * 3,
        finding(where, **name),
        orders_finding(sources),
    ]
    assert written("statistics", report(*made, sources=sources)) == dedent("""\
        count  code   rule                      fixable  level
           12  WF101  clock-outside-step              9  error, warning
            1  WF102  random-outside-step             1  error
            1  WF402  loop-invariant-step-name        0  warning

        count  error  warning  handler  file
           14      4       10  fulfil   app/orders.py

        Found 4 errors and 10 warnings in 1 file (1 handler, 2 steps). `wflint fix` can fix 1, which needs running workflows drained; with `--unsafe`, 9 more.
        """)


def test_statistics_count_handlers_by_the_file_that_they_stand_in() -> None:
    sources = {
        **source(ORDERS),
        **source("def 名前(): ...\n", "app/b.py"),
        **source("help()\n", "app/helpers.py"),
    }
    helped = Label(Span("app/b.py", 4, 6), "the handler", Role.HANDLER)
    inside = primary(Span("app/helpers.py", 0, 6))
    made = [
        finding(inside, helped, handler="名前", level=Level.WARNING),
        finding(inside, helped, handler="名前", level=Level.INFO),
        finding(primary(span(sources, "uuid")), handler="ship"),
        finding(primary(span(sources, "uuid")), handler="fulfil"),
        finding(primary(span(sources, "uuid")), handler=None, engine=None),
    ]
    text = written("statistics", report(*made, sources=sources), encoding="utf-8")
    assert text.split("\n\n")[1] == dedent("""\
        count  error  warning  info  handler  file
            2      0        1     1  名前     app/b.py
            1      1        0     0  fulfil   app/orders.py
            1      1        0     0  ship     app/orders.py""")


def test_statistics_of_findings_without_handlers_have_no_table_of_handlers() -> None:
    sources = source(ORDERS)
    bare = finding(primary(span(sources, "uuid")), handler=None)
    assert "handler  " not in written("statistics", report(bare, sources=sources))


def test_statistics_without_findings_are_the_summary() -> None:
    assert written("statistics", report(sources={})) == "No findings in 1 file (1 handler, 2 steps).\n"
