"""Findings as diagnostics, in a real server process: what they say, and when they come anew."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from editor import capabilities, codes_of, editing
from handlers import BILL, CALLER, CALM_CLOCK, CLEAN, CLOCK, NOW
from lsprotocol import types


async def test_a_finding_is_told_with_its_story(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        (found,) = await editor.opened("app.py")
    assert found.code == "WF101"
    assert found.source == "wflint"
    assert found.severity is types.DiagnosticSeverity.Error
    assert found.range == types.Range(types.Position(NOW, 10), types.Position(NOW, 21))
    assert found.code_description is not None
    assert found.code_description.href.endswith("/rules/clock-outside-step/")
    assert found.message.startswith("`time.time()` reads a different time on every delivery")
    assert "\nhelp: read it once" in found.message
    related = [(each.location.range.start.line, each.message) for each in found.related_information or ()]
    assert related == [
        (NOW - 1, "this handler runs again from the top on every delivery"),
        (NOW + 1, 'step "create" uses it'),
        (NOW + 2, 'step "send" uses it'),
    ]


async def test_what_is_unnecessary_is_tagged_so(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CLEAN.replace("import time", "import time  # wflint: ignore[WF101] no"))
    async with editing(tmp_path) as editor:
        (found,) = await editor.opened("app.py")
    assert (found.code, found.tags) == ("WF902", (types.DiagnosticTag.Unnecessary,))


async def test_edits_bring_new_findings_for_their_version(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        version = editor.edit("app.py", (NOW, 10), (NOW, 21), "1.0")
        assert (await editor.until_published("app.py", version)).diagnostics == ()
        version = editor.edit("app.py", (NOW, 10), (NOW, 13), "time.time()")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == ["WF101"]


async def test_findings_elsewhere_come_and_go_with_a_helper_on_disk(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    (tmp_path / "clock.py").write_text(CLOCK)
    async with editing(tmp_path) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        (tmp_path / "clock.py").write_text(CALM_CLOCK)
        editor.files_changed("clock.py")
        await editor.until_published("app.py", codes=[])


async def test_an_unsaved_helper_stands_for_the_one_on_disk(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    (tmp_path / "clock.py").write_text(CLOCK)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        await editor.opened("clock.py")
        editor.replace("clock.py", CALM_CLOCK)
        await editor.until_published("app.py", codes=[])
        editor.close("clock.py")
        await editor.until_published("app.py", codes=["WF101"])


async def test_a_file_that_is_not_on_disk_yet_is_checked(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        assert codes_of(await editor.opened("new.py", BILL)) == ["WF101"]


async def test_files_that_are_not_open_are_told_of_unless_the_client_does_not_want_it(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "other.py").write_text(CLEAN)
    async with editing(tmp_path) as editor:
        await editor.opened("other.py")
        assert codes_of((await editor.until_published("app.py")).diagnostics) == ["WF101"]
    async with editing(tmp_path, options={"openFilesOnly": True}, can=capabilities()) as editor:
        await editor.opened("other.py")
        assert {each.uri for each in editor.published} == {editor.uri("other.py")}


async def test_configuration_is_read_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        (tmp_path / "wflint.toml").write_text('ignore = ["WF101"]\n')
        editor.files_changed("wflint.toml", type_=types.FileChangeType.Created)
        await editor.until_published("app.py", codes=[])
        (tmp_path / "wflint.toml").write_text("ignore = 1\n")
        editor.files_changed("wflint.toml")
        await editor.until_said("wflint.toml:1: `ignore` must be")
        (tmp_path / "wflint.toml").unlink()
        editor.files_changed("wflint.toml", type_=types.FileChangeType.Deleted)
        await editor.until_published("app.py", codes=["WF101"])


async def test_a_client_that_does_not_watch_files_gets_them_read_again_on_save(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, can=capabilities(watches=False)) as editor:
        await editor.opened("app.py")
        assert editor.registered == []
        (tmp_path / "wflint.toml").write_text('ignore = ["WF101"]\n')
        editor.save("app.py")
        await editor.until_published("app.py", codes=[])


async def test_files_are_watched_where_the_client_can(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        (registration,) = editor.registered
        assert registration.method == "workspace/didChangeWatchedFiles"


async def test_an_environment_file_counts_as_it_is_on_disk_or_open(tmp_path: Path) -> None:
    served = BILL.replace("time.time()", "1")
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "app.py").write_text(served)
    (tmp_path / ".env").write_text("QSTASH_TOKEN=abc\n")
    async with editing(tmp_path) as editor:
        await editor.until_published(".env", codes=["WF701"])
        keys = "QSTASH_CURRENT_SIGNING_KEY=sig_1\nQSTASH_NEXT_SIGNING_KEY=sig_2\n"
        (tmp_path / ".env").write_text(f"QSTASH_TOKEN=abc\n{keys}")
        editor.files_changed(".env")
        await editor.until_published(".env", codes=[])
        editor.open(".env", "# not saved\nQSTASH_TOKEN=abc\n", "dotenv")
        (found,) = (await editor.until_published(".env", 1, ["WF701"])).diagnostics
        assert found.range.start.line == 1


async def test_client_settings_win_over_files_and_can_change(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").write_text('ignore = ["WF101"]\n')
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, options={"options": {"select": ["WF101"]}}) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        settings = {"wflint": {"options": {"select": ["WF2"]}}}
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        await editor.until_published("app.py", codes=[])
        settings = {"wflint": {"options": {"select": ["no-such-rule"]}}}
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        await editor.until_said("there is no rule `no-such-rule`")


async def test_settings_that_make_no_sense_are_logged(tmp_path: Path) -> None:
    async with editing(tmp_path, options={"stepHint": 1, "runHints": 1}) as editor:
        await editor.opened("app.py", BILL)
        logged = [message.message for message in editor.client.log_messages]
        assert any("there is no setting `wflint.stepHint`; known are options, " in each for each in logged)
        assert "wflint: the setting `wflint.runHints` must be of type boolean" in logged
        assert len(await editor.hints("app.py")) == 3


async def test_settings_are_asked_for_where_the_client_only_says_that_they_changed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        editor.client.set_configuration({"wflint": {"options": {"ignore": ["WF101"]}}})
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await editor.until_published("app.py", codes=[])


async def test_a_configuration_file_of_the_client_is_used_for_all(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "special.toml").write_text('ignore = ["WF101"]\n')
    async with editing(tmp_path, options={"configurationFile": str(tmp_path / "special.toml")}) as editor:
        assert await editor.opened("app.py") == ()


async def test_folders_come_and_go(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / "app.py").write_text(BILL)
    async with editing(tmp_path, folders=[first]) as editor:
        await editor.until_published("first/app.py", codes=["WF101"])
        assert {each.uri for each in editor.published} == {editor.uri("first/app.py")}
        added, removed = (types.WorkspaceFolder(each.as_uri(), each.name) for each in (second, first))
        event = types.WorkspaceFoldersChangeEvent([added], [removed])
        editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        await editor.until_published("second/app.py", codes=["WF101"])
        await editor.until_published("first/app.py", codes=[])


async def test_a_root_stands_for_folders(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, folders=(), root_uri=tmp_path.as_uri()) as editor:
        await editor.until_published("app.py", codes=["WF101"])


async def test_a_file_that_the_configuration_leaves_out_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").write_text('exclude = ["generated/"]\n')
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        assert await editor.opened("generated/app.py") == ()


async def test_known_findings_are_hints_that_can_be_fixed(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").write_text('baseline = "known.txt"\n')
    (tmp_path / "app.py").write_text(BILL)
    command = (sys.executable, "-m", "wflint", "baseline")
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0
    async with editing(tmp_path) as editor:
        (known,) = await editor.opened("app.py")
        assert (known.code, known.severity) == ("WF101", types.DiagnosticSeverity.Hint)
        version = editor.replace("app.py", f"{BILL}    time.sleep(1)\n")
        new, known = (await editor.until_published("app.py", version)).diagnostics
        assert new.severity is types.DiagnosticSeverity.Error
        assert new.range.start.line == len(BILL.splitlines())
        assert (known.code, known.severity) == ("WF101", types.DiagnosticSeverity.Hint)
        (lens,) = await editor.lenses("app.py")
        assert lens.command is not None
        assert " · 1 finding · " in lens.command.title
        titles = [each.title for each in await editor.actions("app.py", NOW)]
        assert any(title.startswith("Do it in a step of its own") for title in titles)


async def test_a_client_that_asks_is_told_once_and_nothing_is_pushed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CALLER)
    (tmp_path / "clock.py").write_text(CLOCK)
    async with editing(tmp_path, can=capabilities(pulls=True, refreshes=True)) as editor:
        editor.open("app.py")
        params = types.DocumentDiagnosticParams(editor.identifier("app.py"))
        full = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(full, types.RelatedFullDocumentDiagnosticReport)
        assert codes_of(full.items) == ["WF101"]
        params = types.DocumentDiagnosticParams(
            editor.identifier("app.py"), previous_result_id=full.result_id
        )
        same = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(same, types.RelatedUnchangedDocumentDiagnosticReport)
        assert all(not each.diagnostics for each in editor.published if each.uri == editor.uri("app.py"))
        editor.open("clock.py", CALM_CLOCK)
        empty = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(empty, types.RelatedFullDocumentDiagnosticReport)
        assert empty.items == ()
        await editor.until_refreshed(types.WORKSPACE_DIAGNOSTIC_REFRESH)


async def test_what_was_pushed_of_a_file_is_taken_back_when_a_client_opens_it_that_asks(
    tmp_path: Path,
) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, can=capabilities(pulls=True)) as editor:
        await editor.until_published("app.py", codes=["WF101"])
        editor.open("app.py")
        await editor.until_published("app.py", 1, [])
        editor.close("app.py")
        await editor.until_published("app.py", codes=["WF101"])


async def test_what_was_told_of_a_file_outside_of_the_workspace_goes_when_it_is_closed(
    tmp_path: Path,
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for path in (tmp_path / "outside.py", inside / "app.py"):
        path.write_text(BILL)
    async with editing(tmp_path, folders=[inside]) as editor:
        assert codes_of(await editor.opened("outside.py")) == ["WF101"]
        assert codes_of(await editor.opened("inside/app.py")) == ["WF101"]
        (inside / "wflint.toml").write_text("ignore = 1\n")
        editor.files_changed("inside/wflint.toml", type_=types.FileChangeType.Created)
        await editor.until_said("`ignore` must be")
        editor.close("outside.py")
        editor.close("inside/app.py")
        await editor.until_published("outside.py", codes=[])
        editor.published.clear()
        (inside / "wflint.toml").unlink()
        editor.files_changed("inside/wflint.toml", type_=types.FileChangeType.Deleted)
        still = await editor.until_published("inside/app.py", codes=["WF101"])
        assert still.version is None


async def test_where_findings_of_open_files_are_wanted_closing_takes_them_back(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, options={"openFilesOnly": True}) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        editor.close("app.py")
        await editor.until_published("app.py", codes=[])
        assert codes_of(await editor.opened("app.py")) == ["WF101"]


async def test_a_document_that_is_opened_again_is_told_of_again(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        await editor.opened("app.py", BILL)
        editor.published.clear()
        editor.close("app.py")
        assert codes_of(await editor.opened("app.py", BILL)) == ["WF101"]
