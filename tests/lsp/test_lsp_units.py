"""Corners that an editor hardly comes to."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handlers import BILL, CLEAN, HEAD
from lsprotocol import types

import wflint.files.reading
import wflint.workspace.files
import wflint.workspace.record
from wflint.languages.python import PYTHON
from wflint.lsp import client_watchdog
from wflint.lsp.checker import Checked, Checker, CheckTask, SupersededError, explain
from wflint.lsp.code_actions import ActionData, DocumentView, edit_of, read_action_data
from wflint.lsp.documents import Documents
from wflint.lsp.fixing import fix_one
from wflint.lsp.ignoring import with_ignore
from wflint.lsp.model import Model
from wflint.lsp.position_mapper import PositionMapper
from wflint.lsp.projects import WorkspaceSpec
from wflint.lsp.settings import ClientSettings, read_settings
from wflint.lsp.symbols import document_symbols
from wflint.model import builder

SETTINGS = ClientSettings()


def checked(folder: Path, text: str) -> tuple[Checked, PositionMapper]:
    documents = Documents(types.PositionEncodingKind.Utf16)
    documents.open(types.TextDocumentItem((folder / "app.py").as_uri(), "python", 1, text), folder)
    by_path = {document.path: document for document in documents}
    found = Checker().check(CheckTask(WorkspaceSpec((folder,), SETTINGS, 1), by_path), lambda: False)
    return found, PositionMapper(found, documents.encoding, by_path)


class Counts:
    """What a check reads, parses and follows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: list[str] = []
        self.parses: list[str] = []
        self.followed: list[str] = []
        read_file = wflint.files.reading.read_file
        follow: Any = builder.follow_handler  # type: ignore[attr-defined]

        def read(path: Path) -> tuple[bytes, os.stat_result]:
            self.reads.append(path.name)
            return read_file(path)

        def parsed(source: Any, *others: Any, **more: Any) -> Any:
            self.parses.append(Path(source.path).name)
            return PYTHON.parse(source, *others, **more)

        def followed(interpreter: Any, closure: Any, *others: Any) -> Any:
            self.followed.append(closure.function.name)
            return follow(interpreter, closure, *others)

        monkeypatch.setattr(wflint.workspace.files, "read_file", read)
        language = replace(PYTHON, parse=parsed)
        monkeypatch.setattr(wflint.workspace.record, "language_of", lambda _: language)
        monkeypatch.setattr(builder, "follow_handler", followed)

    def take(self) -> tuple[list[str], list[str], list[str]]:
        """What there was since the last time."""
        found = self.reads[:], self.parses[:], self.followed[:]
        self.reads.clear()
        self.parses.clear()
        self.followed.clear()
        return found


def test_a_keystroke_reads_no_unchanged_file_and_follows_what_it_reaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour_ago = time.time() - 3600
    for number in range(13):
        path = tmp_path / f"other_{number}.py"
        path.write_text(CLEAN.replace("bill", f"other_{number}"))
        os.utime(path, (hour_ago, hour_ago))
    (tmp_path / "wflint.toml").write_text('baseline = "known.txt"\n')
    (tmp_path / "known.txt").touch()
    os.utime(tmp_path / "known.txt", (hour_ago, hour_ago))
    counts = Counts(monkeypatch)
    checker, documents = Checker(), Documents(types.PositionEncodingKind.Utf16)
    documents.open(types.TextDocumentItem((tmp_path / "app.py").as_uri(), "python", 1, BILL), tmp_path)

    def check() -> Checked:
        by_path = {document.path: document for document in documents}
        return checker.check(CheckTask(WorkspaceSpec((tmp_path,), SETTINGS, 1), by_path), lambda: False)

    check()
    reads, parses, followed = counts.take()
    assert sorted(set(reads) - {".gitignore"}) == sorted(
        [*(f"other_{number}.py" for number in range(13)), "known.txt"]
    )
    assert (len(parses), len(followed)) == (14, 14)
    change = types.TextDocumentContentChangeWholeDocument("\n" + BILL)
    documents.change((tmp_path / "app.py").as_uri(), 2, [change])
    found = check()
    assert counts.take() == ([], ["app.py"], ["bill"])

    (finding,) = found.report.findings
    fixed = fix_one(found, finding)
    assert len(fixed.after) == 1
    assert counts.take() == ([], ["app.py"], ["bill"])
    assert check().report.findings == (finding,)
    assert counts.take() == ([], [], ["bill"])


def test_a_check_ends_early_when_nobody_wants_its_result(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    with pytest.raises(SupersededError):
        Checker().check(CheckTask(WorkspaceSpec((tmp_path,), SETTINGS, 1), {}), lambda: True)


def test_a_folder_that_is_gone_has_no_files(tmp_path: Path) -> None:
    found = Checker().check(CheckTask(WorkspaceSpec((tmp_path / "gone",), SETTINGS, 1), {}), lambda: False)
    assert found.report.findings == ()
    assert explain(found).workflows == ()


def test_a_file_in_two_sub_projects_that_import_each_other_is_explained_once(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CLEAN)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "wflint.toml").touch()
    (tmp_path / "inner" / "more.py").write_text("from app import bill\n" + CLEAN.replace("/bill", "/more"))
    found, _ = checked(tmp_path, CLEAN)
    assert len(found.projects) == 2
    names = [(each.name, each.place.path) for each in explain(found).workflows]
    assert len(names) == len(set(names)) == 2


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        {},
        {"uri": "file:///a.py"},
        {"uri": 1, "version": 1},
        {"uri": "file:///a.py", "version": "1"},
    ],
)
def test_data_that_is_not_ours_means_no_action(data: object) -> None:
    assert read_action_data(data) is None


def test_data_of_ours_comes_back_without_what_was_added() -> None:
    data = {"uri": "file:///a.py", "version": 1, "code": "WF101", "start": None, "more": 1}
    assert read_action_data(data) == {"uri": "file:///a.py", "version": 1, "code": "WF101"}


def test_an_action_for_a_finding_that_is_gone_has_no_edit(tmp_path: Path) -> None:
    _, mapper = checked(tmp_path, CLEAN)
    view = DocumentView("file:///a.py", "app.py", 1, [], [], SETTINGS, mapper)
    gone = ActionData(uri="file:///a.py", version=1, code="WF101", start=3)
    assert edit_of(gone, view, versioned=True).edit is None
    assert edit_of(view.all_of(), view, versioned=True).edit is None


def test_a_fix_that_does_not_hold_is_not_offered(tmp_path: Path) -> None:
    found, _ = checked(tmp_path, BILL)
    (finding,) = found.report.findings
    # The run does not find it again, as if its fix had been refused.
    refused = replace(finding, code="WF999")
    projects = tuple(
        replace(each, report=replace(each.report, findings=(refused,))) for each in found.projects
    )
    assert fix_one(replace(found, projects=projects), refused).after == {}


def test_a_comment_is_not_put_where_it_would_not_be_one(tmp_path: Path) -> None:
    found, _ = checked(tmp_path, BILL)
    (finding,) = found.report.findings
    source = found.report.sources[finding.span.path]
    text = with_ignore(finding, source, "said before")
    assert text is not None
    assert "# wflint: ignore[clock-outside-step] said before" in text
    line = source.text.index("\n\n") + 1
    blank = replace(finding.span, start=line, end=line)
    assert with_ignore(replace(finding, primary=replace(finding.primary, span=blank)), source, "why") is None


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ([], "the settings of `wflint` must be an object"),
        ({"stepHint": True}, "there is no setting `wflint.stepHint`; known are options, configurationFile, "),
        ({"options": 1}, "the setting `wflint.options` must be of type object"),
        ({"wflint": {"stepHints": "no"}}, "the setting `wflint.stepHints` must be of type boolean"),
    ],
)
def test_settings_that_make_no_sense_are_left_at_their_defaults(given: object, complaint: str) -> None:
    settings, (found,) = read_settings(given)
    assert settings == SETTINGS
    assert found.startswith(complaint)


def test_settings_that_are_null_are_as_if_left_out() -> None:
    assert read_settings({"stepHints": None}) == (SETTINGS, ())
    assert read_settings(None) == (SETTINGS, ())


@pytest.mark.skipif(sys.platform == "win32", reason="signals end processes there")
def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    assert client_watchdog.is_alive(os.getpid())
    monkeypatch.setattr(os, "kill", refuse)
    assert client_watchdog.is_alive(1)


def test_a_step_in_a_with_block_is_in_the_outline(tmp_path: Path) -> None:
    text = (
        HEAD
        + '@serve.post("/lock")\n'
        + "async def lock(context: AsyncWorkflowContext[dict]) -> None:\n"
        + '    with open("x"):\n'
        + '        await context.run("in", lambda: 1)\n'
        + "    for _ in range(3):\n"
        + "        print(1)\n"
    )
    found, mapper = checked(tmp_path, text)
    display = next(path for path in found.report.sources if path.endswith("app.py"))
    (positions,) = mapper.positions(display)
    model = Model(display, positions, found.report.sources[display], explain(found).workflows, (), ())
    (symbol,) = document_symbols(model)
    assert [each.name for each in symbol.children or ()] == ['run "in"']
