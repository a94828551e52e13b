"""The format for coding agents: what is in a line, and that its diff is what `wflint fix` does."""

from __future__ import annotations

import inspect
import json
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from command_line import CLEAN, HANDLER, run
from report_building import finding, fix_with, primary, report, written

from wflint.files.text import SourceText
from wflint.findings import Edit, Span
from wflint.pipeline.api import check
from wflint.report import FORMATS, SHOWING_EDITS
from wflint.report.agent import FORMAT, AgentFindingJson
from wflint.report.json_schema import schema_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    [found] = written("agent", check()).splitlines()
    document: dict[str, Any] = json.loads(found)
    return document


def test_a_line_holds_what_an_agent_needs(line: dict[str, Any]) -> None:
    jsonschema.validate(line, json.loads(schema_text(AgentFindingJson, FORMAT)))
    assert (line["code"], line["name"], line["level"]) == ("WF101", "clock-outside-step", "error")
    assert (line["path"], line["handler"], line["engine"]) == ("bill.py", "bill", "upstash")
    assert line["range"] == {"start": {"line": 13, "column": 11}, "end": {"line": 13, "column": 22}}
    assert line["fix_class"] == "drain"


def test_patch_applies_the_diff(line: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "fix.patch").write_text(line["diff"], encoding="utf-8")
    subprocess.run(["git", "apply", "-p0", "fix.patch"], cwd=tmp_path, check=True)  # noqa: S607 - whichever git there is
    assert (tmp_path / "bill.py").read_text(encoding="utf-8") == CLEAN


def test_a_diff_that_would_show_a_secret_beside_it_is_left_out() -> None:
    path, text = "app/orders.py", 'key = "sig_secret"\nf(0)\n'
    edit = Edit(Span(path, 19, 23), "g(1)")

    def diff(*secrets: tuple[int, int]) -> object:
        sources = {path: SourceText(path, text, secrets=secrets)}
        made = report(finding(primary(edit.span), fix=fix_with(edit)), sources=sources)
        return json.loads(written("agent", made))["diff"]

    assert "sig_secret" in str(diff())
    assert diff((7, 17)) is None


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_the_command_writes_the_same_line(line: dict[str, Any], options: tuple[str, ...]) -> None:
    assert json.loads(run("check", "--output-format", "agent", *options).stdout) == line


def test_formats_with_edits_are_told_apart_from_others() -> None:
    asking = {
        name
        for name in FORMATS
        if "verify_fixes()" in inspect.getsource(import_module(f"wflint.report.{name}"))
    }
    assert asking | {"jsonl"} == SHOWING_EDITS
