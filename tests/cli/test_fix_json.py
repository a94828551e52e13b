"""`wflint fix --output-format json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import jsonschema
import pytest
from command_line import CLEAN, HANDLER, run

import wflint.workspace.files
from wflint.report.fixed_json import FORMAT, FixResultJson
from wflint.report.json_schema import schema_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bill.py"
    path.write_text(HANDLER, encoding="utf-8")
    return path


def fix(*arguments: str, code: int = 0) -> dict[str, Any]:
    result = run("fix", "--output-format", "json", *arguments)
    assert (result.exit_code, result.stderr) == (code, "")
    document: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(document, json.loads(schema_text(FixResultJson, FORMAT)))
    return document


def test_what_was_fixed_is_told_with_its_diff(file: Path) -> None:
    document = fix()
    assert file.read_text(encoding="utf-8") == CLEAN
    assert document["written"] is True
    [fixed] = document["fixed"]
    assert (fixed["code"], fixed["handler"], fixed["path"]) == ("WF101", "bill", "bill.py")
    assert fixed["fix"]["in_flight"] == "breaks"
    [changed] = document["files"]
    assert changed["path"] == "bill.py"
    assert changed["diff"].startswith("--- bill.py\n+++ bill.py\n@@")
    assert '+    now = await context.run("get-now", time.time)\n' in changed["diff"]
    assert document["remaining"] == []


def test_what_remains_is_told_with_the_reason(file: Path) -> None:
    document = fix("--safe-only", code=1)
    assert file.read_text(encoding="utf-8") == HANDLER
    [remaining] = document["remaining"]
    assert remaining["reason"] == "runs in flight would have to be drained; `--safe-only` leaves it out"
    assert (remaining["finding"]["code"], remaining["finding"]["start"]["line"]) == ("WF101", 13)
    assert document["fixed"] == document["files"] == []


def test_a_diff_writes_no_file(file: Path) -> None:
    document = fix("--diff", code=1)
    assert document["written"] is False
    assert len(document["files"]) == 1
    assert file.read_text(encoding="utf-8") == HANDLER


def test_what_remains_stands_where_it_is_on_disk(file: Path) -> None:
    text = HANDLER.replace("import time\n", "import os\nimport time\n\nimport requests\n")
    text += '    if os.getpid() % 2:\n        await context.run("odd", lambda: print(now))\n'
    text = text.replace("    now =", '    requests.post("https://bills.example.com", timeout=5)\n    now =')
    file.write_text(text, encoding="utf-8")

    def places(*arguments: str) -> list[int]:
        remaining = [each["finding"] for each in fix(*arguments, code=1)["remaining"]]
        [found] = [each for each in remaining if each["code"] == "WF103"]
        return [each["start"]["line"] for each in (found, *found["related"])]

    before = places("--safe-only")
    assert text.splitlines()[before[0] - 1] == "    if os.getpid() % 2:"
    assert places("--diff") == before
    assert places() == [line + 3 if line > 18 else line for line in before]


def test_a_file_that_cannot_be_read_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: Path) -> NoReturn:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(wflint.workspace.files, "read_file", unreadable)
    result = run("fix", "--output-format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"] == [{"path": "bill.py", "message": "Input/output error"}]
