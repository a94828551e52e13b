"""What no linter shows: steps, how often code runs, workflows as a whole."""

from __future__ import annotations

import re
from pathlib import Path

from editor import capabilities, editing
from handlers import BILL, HEAD, NOW, SHOP
from lsprotocol import types

from wflint.public_home import RULE_PAGES

FIRST = len(HEAD.splitlines())
"""The line of the first decorator, from 0."""


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines()) if part in line)


async def test_hints_number_steps_and_say_how_often_code_runs(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SHOP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        hints = await editor.labels("app.py")
    assert hints == [
        (line_of(SHOP, "def shop"), "runs 2n+3 times for n steps"),
        (line_of(SHOP, '"price"'), "#1"),
        (line_of(SHOP, "total ="), "runs at least 2 times"),
        (line_of(SHOP, '"pack"'), "#2 or later"),
        (line_of(SHOP, '"wait"'), "#2 or later"),
        (line_of(SHOP, "if total"), "runs 1 or 2 times"),
        (line_of(SHOP, '"thank"'), "#3 or later"),
    ]


async def test_hints_stand_beside_what_they_speak_of(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        runs, first, _ = await editor.hints("app.py")
    assert runs.label == "runs 7 times"
    assert runs.position == types.Position(NOW - 1, len(BILL.splitlines()[NOW - 1]))
    assert runs.padding_left
    assert first.position == types.Position(NOW + 1, len("    await "))
    assert first.padding_right
    assert first.tooltip == "This is step 1 of a run."


async def test_only_hints_in_the_range_are_sent(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        there = types.Range(types.Position(NOW + 2, 0), types.Position(NOW + 3, 0))
        params = types.InlayHintParams(editor.identifier("app.py"), there)
        found = await editor.client.text_document_inlay_hint_async(params)
    assert [hint.label for hint in found or ()] == ["#2"]


async def test_a_step_in_a_helper_has_the_numbers_of_all_handlers(tmp_path: Path) -> None:
    helper = """\


async def pay(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("pay", lambda: print(1))


@serve.post("/one")
async def one(context: AsyncWorkflowContext[dict]) -> None:
    await pay(context)


@serve.post("/two")
async def two(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("first", lambda: print(1))
    await pay(context)
"""
    text = HEAD.rstrip() + "\n" + helper
    (tmp_path / "app.py").write_text(text)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        assert (line_of(text, '"pay"'), "#1 or 2") in await editor.labels("app.py")
        one, two = await editor.symbols("app.py")
        assert [each.name for each in one.children or ()] == ["pay(context)"]
        assert [each.name for each in two.children or ()] == ['run "first"', "pay(context)"]


async def test_hovering_over_a_step_explains_it(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SHOP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        price = await editor.hover("app.py", line_of(SHOP, '"price"'), 22)
        pack = await editor.hover("app.py", line_of(SHOP, '"pack"'), 18)
        thank = await editor.hover("app.py", line_of(SHOP, '"thank"'), 18)
        nothing = await editor.hover("app.py", 3, 0)
    assert price.splitlines()[0] == '**Step 1** · run `"price"`'
    assert "- captures `order`" in price
    assert "- the code after it runs at least 2 times" in price
    assert '- runs in `for item in order["items"]`' in pack
    assert "- runs if `total > 100`" in thank
    assert nothing == ""


async def test_hovering_over_a_handler_tells_its_story_without_details(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SHOP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        story = await editor.hover("app.py", line_of(SHOP, "def shop"), 12)
        beside = await editor.hover("app.py", line_of(SHOP, "def shop"), 2)
    first, *rows, last = story.splitlines()
    assert (first, last) == ("```text", "```")
    assert rows[0] == "shop  line 12", "the file is known to who looks at it"
    assert any(row.endswith('step 2 or later: sleep "wait", 60  line 18') for row in rows)
    assert "captures" not in story
    assert beside == ""


async def test_hovering_over_a_step_tells_what_becomes_of_values(tmp_path: Path) -> None:
    text = BILL.replace('"create", lambda: print(now)', '"create", lambda: (now, 1)').replace(
        '"send", lambda: print(now)', '"send", lambda: {now}'
    )
    (tmp_path / "app.py").write_text(text)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        create = await editor.hover("app.py", NOW + 1, 12)
        send = await editor.hover("app.py", NOW + 2, 12)
    assert "- captures `now` (from `time.time()`, another value on replay)" in create
    assert "- returns `list" in create
    assert "after JSON, which was `tuple`" in create
    assert "- returns `set`, which JSON cannot store" in send


async def test_hovering_over_a_finding_shows_what_it_says_and_over_an_ignored_rule_its_page(
    tmp_path: Path,
) -> None:
    text = BILL.replace(
        "lambda: print(now))", "lambda: print(now))  # wflint: ignore[WF102, nonsense] why", 1
    )
    (tmp_path / "app.py").write_text(text)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        finding = await editor.hover("app.py", NOW, 12)
        comment = text.splitlines()[NOW + 1]
        ignored = await editor.hover("app.py", NOW + 1, comment.index("WF102") + 2)
        unknown = await editor.hover("app.py", NOW + 1, comment.index("why"))
    assert finding.startswith(
        "**error[clock-outside-step]** · "
        f"[WF101]({RULE_PAGES}/clock-outside-step/)\n\n"
        "`time.time()` reads a different time on every delivery"
    )
    assert "\n\n**help**: read it once, in a step" in finding
    assert "## " not in finding
    assert ignored.startswith("# random-outside-step\n")
    assert f"[WF102]({RULE_PAGES}/random-outside-step/)\n\n---\n" in ignored
    assert "**warning[unused-ignore]** · [WF902](" in ignored
    assert unknown == ""


async def test_a_lens_sums_a_handler_up_and_shows_it_whole(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        (lens,) = await editor.lenses("app.py")
        assert lens.command is not None
        assert lens.command.title == "2 steps · 1 finding · show workflow"
        assert lens.range.start == types.Position(NOW - 1, len("async def "))
        params = types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
        text = str(await editor.client.workspace_execute_command_async(params))
        assert re.match(r"bill  .*app\.py:12\n", text)
        assert 'step 2: run "send"' in text
        await editor.until_said('step 2: run "send"')


async def test_a_client_that_shows_workflows_itself_gets_no_message(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, options={"showsWorkflows": True}) as editor:
        await editor.opened("app.py")
        for name, expected in (("bill", "bill  "), ("other", "")):
            params = types.ExecuteCommandParams("wflint.showWorkflow", [editor.uri("app.py"), name])
            text = str(await editor.client.workspace_execute_command_async(params))
            assert text.startswith(expected)
            assert bool(text) is bool(expected)
        assert editor.client.messages == []


async def test_the_outline_has_handlers_with_steps_loops_and_waits(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SHOP)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        (shop,) = await editor.symbols("app.py")
    assert (shop.name, shop.detail, shop.kind) == ("shop", "at least 2 steps", types.SymbolKind.Function)
    assert shop.selection_range.start.line == line_of(SHOP, "def shop")
    assert shop.range.end.line == len(SHOP.splitlines()) - 1
    children = [(each.name, each.kind) for each in shop.children or ()]
    assert children == [
        ('run "price"', types.SymbolKind.Method),
        ('for item in order["items"]', types.SymbolKind.Array),
        ('sleep "wait"', types.SymbolKind.Event),
        ('run "thank"', types.SymbolKind.Method),
    ]
    (pack,) = (shop.children or ())[1].children or ()
    assert (pack.name, pack.detail) == ('run "pack"', "step 2 or later")


async def test_each_feature_can_be_switched_off(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    names = ("stepHints", "runHints", "codeLenses", "stepHover", "symbols")
    async with editing(tmp_path, options=dict.fromkeys(names, False)) as editor:
        await editor.opened("app.py")
        assert await editor.hints("app.py") == []
        assert await editor.lenses("app.py") == []
        assert await editor.symbols("app.py") == []
        assert await editor.hover("app.py", NOW + 1, 12) == ""


async def test_a_document_that_is_not_open_or_has_no_workflow_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "plain.py").write_text("x = 1\n")
    async with editing(tmp_path) as editor:
        await editor.opened("plain.py")
        for name in ("app.py", "plain.py"):
            assert await editor.hints(name) == []
            assert await editor.lenses(name) == []
            assert await editor.symbols(name) == []
            assert await editor.hover(name, 0, 0) == ""
            assert await editor.actions(name) == []


async def test_hints_of_other_documents_are_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "plain.py").write_text("x = 1\n")
    async with editing(tmp_path, can=capabilities(refreshes=True)) as editor:
        await editor.opened("app.py")
        await editor.hints("app.py")
        editor.refreshed.clear()
        editor.edit("app.py", (0, 0), (0, 0), "# more\n")
        await editor.hints("app.py")
        await editor.hints("app.py")
        assert editor.refreshed == []
        await editor.opened("plain.py")
        await editor.hints("app.py")
        await editor.hints("app.py")
        await editor.until_refreshed(types.WORKSPACE_INLAY_HINT_REFRESH, types.WORKSPACE_CODE_LENS_REFRESH)
