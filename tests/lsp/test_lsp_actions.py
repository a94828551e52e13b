"""Code actions: what is offered, and what its edits make of a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import applied, capabilities, editing
from handlers import BILL, CLEAN, HEAD, NOW
from lsprotocol import types

TWO = (
    HEAD
    + """\
@serve.post("/one")
async def one(context: AsyncWorkflowContext[dict]) -> None:
    first = time.time()
    second = time.time()
    await context.run("create", lambda: print(first, second))
    await context.run("send", lambda: print(first, second))
"""
)
UNSAFE = (
    HEAD
    + """\
@serve.post("/pack")
async def pack(context: AsyncWorkflowContext[dict]) -> None:
    for item in set(context.request_payload["items"]):
        await context.run(f"pack-{item}", lambda item=item: print(item))
"""
)
FIX = "Do it in a step of its own (drain: runs in flight must end before the deploy)"
FIXTURES = Path(__file__).parents[2] / "fixtures"
ALL = "Fix what wflint can fix safely (1 finding)"
BILL_AND_NAP = BILL + '    await context.sleep("nap", 2.0)\n'


def titles(actions: list[types.CodeAction]) -> list[str]:
    return [each.title for each in actions]


def named(actions: list[types.CodeAction], title: str) -> types.CodeAction:
    return next(each for each in actions if each.title == title)


async def test_a_safe_fix_is_preferred_and_belongs_to_its_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        found = await editor.opened("app.py")
        actions = await editor.actions("app.py", NOW, diagnostics=found)
        fix = named(actions, FIX)
        assert (fix.kind, fix.is_preferred) == (types.CodeActionKind.QuickFix, True)
        assert fix.diagnostics == found
        assert fix.edit is None
        edit = await editor.edit_of(fix)
        assert edit is not None
        (change,) = edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 1
        assert applied(BILL, edit, editor.uri("app.py")) == CLEAN


async def test_a_client_that_cannot_wait_for_edits_gets_them_at_once(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    can = capabilities(resolves=False)
    assert can.workspace is not None
    can.workspace.workspace_edit = None
    async with editing(tmp_path, can=can) as editor:
        await editor.opened("app.py")
        fix = named(await editor.actions("app.py", NOW), FIX)
        assert fix.edit is not None
        assert fix.edit.changes is not None
        assert applied(BILL, fix.edit, editor.uri("app.py")) == CLEAN


async def test_actions_are_of_the_kinds_that_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL_AND_NAP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        ignore = "Ignore clock-outside-step here, then say why"
        assert titles(await editor.actions("app.py", NOW)) == [FIX, ignore, ALL]
        assert titles(await editor.actions("app.py", 0)) == [ALL]
        assert titles(await editor.actions("app.py", NOW, only=["quickfix"])) == [FIX, ignore]
        for kind in ("source", "source.fixAll", "source.fixAll.wflint"):
            assert titles(await editor.actions("app.py", NOW, only=[kind])) == [ALL]
        assert titles(await editor.actions("app.py", NOW, only=["source.fix", "refactor"])) == []


async def test_all_findings_of_a_rule_are_fixed_together(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(TWO)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        line = TWO.splitlines().index("    first = time.time()")
        actions = await editor.actions("app.py", line)
        fix = named(actions, "Fix all 2 findings of clock-outside-step in this file")
        edit = await editor.edit_of(fix)
        assert edit is not None
        text = applied(TWO, edit, editor.uri("app.py"))
        version = editor.replace("app.py", text)
        assert (await editor.until_published("app.py", version)).diagnostics == ()
        assert text.count("await context.run(") == 4


async def test_one_of_several_findings_is_fixed_alone(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(TWO)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        line = TWO.splitlines().index("    second = time.time()")
        edit = await editor.edit_of(named(await editor.actions("app.py", line), FIX))
        assert edit is not None
        text = applied(TWO, edit, editor.uri("app.py"))
        assert "    first = time.time()\n" in text
        assert "    second = await context.run(" in text


async def test_fix_all_applies_safe_fixes_only(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL_AND_NAP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        fix = named(await editor.actions("app.py", only=["source.fixAll"]), ALL)
        edit = await editor.edit_of(fix)
        assert edit is not None
        assert applied(BILL_AND_NAP, edit, editor.uri("app.py")) == BILL_AND_NAP.replace("2.0", "2")


async def test_fix_all_is_not_offered_where_nothing_is_safe(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        assert FIX in titles(await editor.actions("app.py", NOW))
        assert titles(await editor.actions("app.py", only=["source.fixAll"])) == []


@pytest.mark.parametrize(
    ("options", "is_offered"),
    [
        ({}, True),
        ({"safeOnly": False}, True),
        ({"safeOnly": True}, False),
        ({"keepInFlight": True}, False),
        ({"keepInFlight": True, "safeOnly": False}, False),
        ({"keepInFlight": False, "safeOnly": True}, False),
    ],
)
async def test_all_fixes_of_a_rule_may_ask_for_draining_unless_only_safe_ones_are_wanted(
    tmp_path: Path, options: dict[str, bool], *, is_offered: bool
) -> None:
    (tmp_path / "app.py").write_text(TWO)
    async with editing(tmp_path, options=options) as editor:
        await editor.opened("app.py")
        line = TWO.splitlines().index("    first = time.time()")
        offered = titles(await editor.actions("app.py", line))
        assert ("Fix all 2 findings of clock-outside-step in this file" in offered) == is_offered


async def test_what_the_configuration_calls_safe_is_fixed_with_all(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "wflint.toml").write_text('extend-safe-fixes = ["clock-outside-step"]\n')
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        edit = await editor.edit_of(named(await editor.actions("app.py", only=["source.fixAll"]), ALL))
        assert edit is not None
        assert applied(BILL, edit, editor.uri("app.py")) == CLEAN


async def test_edits_are_not_made_for_a_document_that_has_changed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        fix = named(await editor.actions("app.py", NOW), FIX)
        editor.edit("app.py", (0, 0), (0, 0), "# more\n")
        assert await editor.edit_of(fix) is None


async def test_an_action_of_somebody_else_comes_back_as_it_is(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        action = types.CodeAction("Do something", data={"uri": "file:///a.py"})
        assert await editor.client.code_action_resolve_async(action) == action
        gone = {"uri": "file:///a.py", "version": 1}
        assert await editor.edit_of(types.CodeAction("Do something", data=gone)) is None


async def test_an_ignore_comment_silences_the_finding(tmp_path: Path) -> None:
    text = BILL.replace("\n", "\r\n")
    (tmp_path / "app.py").write_bytes(text.encode())
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        action = named(await editor.actions("app.py", NOW), "Ignore clock-outside-step here, then say why")
        edit = await editor.edit_of(action)
        assert edit is not None
        new = applied(text, edit, editor.uri("app.py"))
        line = "    now = time.time()  # wflint: ignore[clock-outside-step] say why"
        assert new == text.replace("    now = time.time()", line)
        version = editor.replace("app.py", new)
        assert (await editor.until_published("app.py", version)).diagnostics == ()


async def test_a_client_that_asks_for_the_reason_has_the_comment_written(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, options={"asksForReasons": True}) as editor:
        await editor.opened("app.py")
        fix = named(await editor.actions("app.py", NOW), FIX)
        assert "Ignore clock-outside-step here, with a reason" in editor.commands
        assert isinstance(fix.data, dict)
        arguments = [{**fix.data, "reason": ""}, "only logged"]
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("wflint.ignoreHere", arguments)
        )
        (edit,) = editor.edits
        new = applied(BILL, edit, editor.uri("app.py"))
        assert "time.time()  # wflint: ignore[clock-outside-step] only logged\n" in new
        arguments[-1] = "one # wflint: two"
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("wflint.ignoreHere", arguments)
        )
        await editor.until_said("a reason is words on one line")
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("wflint.ignoreHere", ["nonsense"])
        )
        assert len(editor.edits) == 1


async def test_a_finding_about_a_file_or_comment_cannot_be_ignored(tmp_path: Path) -> None:
    text = CLEAN.replace("import time", "import time  # wflint: ignore[WF101] no")
    (tmp_path / "app.py").write_text(text)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        shown = titles(await editor.actions("app.py", 0))
        assert shown == ["Remove the ignore comment", ALL]


async def test_unsafe_fixes_say_so_and_can_be_left_out(tmp_path: Path) -> None:
    for wanted in (True, False):
        (tmp_path / "app.py").write_text(UNSAFE)
        async with editing(tmp_path, options={"unsafeFixes": wanted}) as editor:
            await editor.opened("app.py")
            unsafe = [each for each in await editor.actions("app.py") if "unsafe: may change" in each.title]
            assert bool(unsafe) is wanted
            for each in unsafe:
                assert not each.is_preferred
                assert await editor.edit_of(each) is not None


async def test_a_fix_that_does_not_hold_is_not_offered(tmp_path: Path) -> None:
    text = (FIXTURES / "parallel-steps" / "inngest_gather.py").read_text(encoding="utf-8")
    (tmp_path / "app.py").write_text(text)
    async with editing(tmp_path) as editor:
        first, _ = await editor.opened("app.py")
        assert first.code == "WF303"
        line = first.range.start.line
        assert text.splitlines()[line].endswith("# expect: WF303 error"), "it would lose this comment"
        offered = await editor.actions("app.py", line, diagnostics=[first])
        assert not [action for action in offered if action.is_preferred]
