"""What is read and parsed once, however often it is looked at."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import CLEAN, HANDLER

import wflint.files.reading
import wflint.workspace.files
import wflint.workspace.record
from wflint.fixes import FixPolicy
from wflint.languages.python import PYTHON
from wflint.pipeline.plan import Plan, make_finder, make_plan
from wflint.pipeline.run import check_projects, explain_sessions, fix_projects
from wflint.workspace.workspace import Workspace

OLD = time.time() - 3600


class Counts:
    """How often each file was read and parsed."""

    def __init__(self) -> None:
        self.reads: Counter[str] = Counter()
        self.parses: Counter[str] = Counter()

    def clear(self) -> None:
        self.reads.clear()
        self.parses.clear()


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    found = Counts()
    read_file = wflint.files.reading.read_file

    def read(path: Path) -> tuple[bytes, os.stat_result]:
        found.reads[path.name] += 1
        return read_file(path)

    def parsed(source: Any, *others: Any, **more: Any) -> Any:
        found.parses[Path(source.path).name] += 1
        return PYTHON.parse(source, *others, **more)

    monkeypatch.setattr(wflint.workspace.files, "read_file", read)
    language = replace(PYTHON, parse=parsed)
    monkeypatch.setattr(wflint.workspace.record, "language_of", lambda _: language)
    return found


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Three handlers, one of them with a helper, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    write("bill.py", HANDLER)
    write("ship.py", CLEAN.replace("bill", "ship"))
    send = CLEAN.replace("bill", "send").replace("print(now)", "print(now, f())")
    write("send.py", send.replace("import time", "import time\nfrom helper import f"))
    write("helper.py", "def f():\n    return 1\n")
    write("other.py", "x = 1\n")
    finder = make_finder(tmp_path, (), {}, isolated=True)
    return make_plan([Path()], finder, force_exclude=False, respect_gitignore=False)


def write(name: str, text: str, changed: float = OLD) -> None:
    path = Path(name)
    path.write_text(text)
    os.utime(path, (changed, changed))


def codes(plan: Plan, workspace: Workspace, buffers: dict[Path, bytes] | None = None) -> list[str]:
    (checked,) = check_projects(plan.projects, workspace=workspace, buffers=buffers)
    return [finding.code for finding in checked.report.findings]


def test_a_second_check_reads_and_parses_nothing(plan: Plan, counts: Counts) -> None:
    workspace = Workspace()
    assert codes(plan, workspace) == ["WF101"]
    assert set(counts.reads.values()) == set(counts.parses.values()) == {1}
    assert set(counts.parses) == {"bill.py", "ship.py", "send.py", "helper.py"}
    counts.clear()
    assert codes(plan, workspace) == ["WF101"]
    assert not counts.reads
    assert not counts.parses


def test_a_changed_buffer_is_parsed_alone(plan: Plan, counts: Counts) -> None:
    workspace = Workspace()
    path = Path("ship.py").resolve()
    codes(plan, workspace)
    counts.clear()
    assert codes(plan, workspace, {path: HANDLER.encode()}) == ["WF101", "WF101"]
    assert (dict(counts.reads), dict(counts.parses)) == ({}, {"ship.py": 1})


@pytest.mark.parametrize("seconds_ago", [0, 1800])
def test_a_changed_file_is_read_and_parsed_alone(plan: Plan, counts: Counts, seconds_ago: int) -> None:
    workspace = Workspace()
    codes(plan, workspace)
    counts.clear()
    write("bill.py", CLEAN, time.time() - seconds_ago)
    assert codes(plan, workspace) == []
    assert (dict(counts.reads), dict(counts.parses)) == ({"bill.py": 1}, {"bill.py": 1})


def test_a_file_that_has_just_changed_may_change_again_with_the_same_time(plan: Plan) -> None:
    workspace = Workspace()
    now = time.time()
    write("bill.py", HANDLER, now)
    assert codes(plan, workspace) == ["WF101"]
    before = Path("bill.py").stat()
    write("bill.py", HANDLER.replace("time.time()", "len('abcd')"), now)
    after = Path("bill.py").stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert codes(plan, workspace) == []


def test_a_file_that_is_gone_is_read_no_more(plan: Plan) -> None:
    workspace = Workspace()
    assert codes(plan, workspace) == ["WF101"]
    Path("bill.py").unlink()
    (checked,) = check_projects(plan.projects, workspace=workspace)
    assert [error.path for error in checked.report.errors] == ["bill.py"]


def test_a_fix_parses_nothing_that_is_known_and_each_new_text_once(plan: Plan, counts: Counts) -> None:
    workspace = Workspace()
    codes(plan, workspace)
    counts.clear()
    result = fix_projects(plan.projects, FixPolicy(), workspace=workspace)
    assert list(result.after) == ["bill.py"]
    assert not counts.reads
    assert dict(counts.parses) == {"bill.py": 1}


def test_an_explanation_of_what_was_checked_reads_and_parses_nothing(plan: Plan, counts: Counts) -> None:
    checked = check_projects(plan.projects)
    counts.clear()
    explanation = explain_sessions(each.session for each in checked)
    assert [each.name for each in explanation.workflows] == ["bill", "send", "ship"]
    assert not counts.reads
    assert not counts.parses


def test_what_nobody_looks_at_is_forgotten(plan: Plan, counts: Counts) -> None:
    workspace = Workspace()
    codes(plan, workspace)
    workspace.keep_only({Path("ship.py").resolve()})
    counts.clear()
    codes(plan, workspace)
    assert "ship.py" not in {*counts.reads, *counts.parses}
    assert counts.parses["bill.py"] == counts.reads["bill.py"] == 1


def test_the_last_contents_of_a_file_are_kept(plan: Plan, counts: Counts) -> None:
    workspace = Workspace()
    path = Path("bill.py").resolve()
    texts = [HANDLER + "\n" * number for number in range(6)]
    for text in texts:
        codes(plan, workspace, {path: text.encode()})
    counts.clear()
    codes(plan, workspace, {path: texts[-2].encode()})
    assert not counts.parses
    codes(plan, workspace, {path: texts[0].encode()})
    assert dict(counts.parses) == {"bill.py": 1}


def test_only_files_that_import_a_shared_decorator_are_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: Counts
) -> None:
    monkeypatch.chdir(tmp_path)
    write("durable.py", "from dbos import DBOS\n\nstep = DBOS.step\nworkflow = DBOS.workflow\n")
    write("flows.py", "from durable import workflow\n\n@workflow()\ndef flow():\n    pass\n")
    write("report.py", "from metrics import step, workflow\n\n@workflow()\ndef report():\n    pass\n")
    finder = make_finder(tmp_path, (), {}, isolated=True)
    check_projects(make_plan([Path()], finder, force_exclude=False, respect_gitignore=False).projects)

    assert counts.parses["flows.py"] == 1
    assert counts.parses["report.py"] == 0
