"""What an editor shows in TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editor import applied, codes_of, editing
from handlers import BILL, NOW, ROUTE

if TYPE_CHECKING:
    from pathlib import Path

TAKEN = ROUTE.splitlines().index("  const now = Date.now();")
"""The line of the mistake, from 0."""


async def test_a_rule_is_explained_in_the_language_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "route.ts").write_text(
        ROUTE.replace("Date.now();", "Date.now(); // wflint: ignore[WF101] why")
    )
    (tmp_path / "app.py").write_text(BILL.replace("time.time()", "time.time()  # wflint: ignore[WF101] why"))
    async with editing(tmp_path) as editor:
        assert await editor.opened("route.ts") == ()
        typescript = await editor.hover("route.ts", TAKEN, 49)
        await editor.opened("app.py")
        python = await editor.hover("app.py", NOW, 42)
    assert typescript.startswith("# clock-outside-step\n\n## What it does\n")
    assert "```typescript\n" in typescript
    assert "```python\n" not in typescript
    assert "```python\n" in python
    assert "```typescript\n" not in python


async def test_a_handler_without_a_name_tells_its_story_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "route.ts").write_text(ROUTE)
    async with editing(tmp_path) as editor:
        await editor.opened("route.ts")
        begin = await editor.hover("route.ts", TAKEN - 1, 40)
        inside = await editor.hover("route.ts", TAKEN, 20)
    assert begin.startswith("```text\nPOST  ")
    assert inside.startswith("**error[clock-outside-step]**")
    assert "```text" not in inside


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("route.ts", "typescript"),
        ("route.tsx", "typescriptreact"),
        ("route.js", "javascript"),
        ("route.jsx", "javascriptreact"),
    ],
)
async def test_documents_of_each_kind_are_checked(tmp_path: Path, name: str, language: str) -> None:
    async with editing(tmp_path) as editor:
        editor.open(name, ROUTE, language)
        assert codes_of((await editor.until_published(name, 1)).diagnostics) == ["WF101"]


async def test_steps_are_explained_numbered_and_outlined(tmp_path: Path) -> None:
    text = ROUTE.replace('context.run("send", () => send(now))', 'context.waitForEvent("wait", "paid")')
    (tmp_path / "route.ts").write_text(text)
    async with editing(tmp_path) as editor:
        await editor.opened("route.ts")
        create = await editor.hover("route.ts", TAKEN + 1, 16)
        labels = await editor.labels("route.ts")
        [handler] = await editor.symbols("route.ts")
    assert '**Step 1** · run `"create"`' in create
    assert "captures `now` (from `Date.now()`, another value on replay)" in create
    assert (TAKEN + 2, "#2") in labels
    assert [each.name for each in handler.children or ()] == ['run "create"', 'waitForEvent "wait"']


async def test_a_workflow_that_a_factory_makes_is_outlined_where_it_is_taken(tmp_path: Path) -> None:
    factory = """\
import { createWorkflow } from "@upstash/workflow/nextjs";

export const scoped = (body) => createWorkflow(async (context) => body(context, "main"));
"""
    workflows = """\
import { scoped } from "./scoped";
import type { WorkflowContext } from "@upstash/workflow";

export const bill = scoped(async (context: WorkflowContext) => {
  await context.run("create", () => console.log("bill"));
});
"""
    (tmp_path / "scoped.ts").write_text(factory)
    (tmp_path / "bill.ts").write_text(workflows)
    async with editing(tmp_path) as editor:
        await editor.opened("bill.ts")
        [bill] = await editor.symbols("bill.ts")
        [lens] = await editor.lenses("bill.ts")
    assert (bill.name, bill.selection_range.start.line, bill.range.end.line) == ("bill", 3, 5)
    assert [each.name for each in bill.children or ()] == ['run "create"']
    assert lens.range == bill.selection_range


async def test_a_finding_is_ignored_by_a_comment_of_the_language(tmp_path: Path) -> None:
    (tmp_path / "route.ts").write_text(ROUTE)
    async with editing(tmp_path) as editor:
        await editor.opened("route.ts")
        actions = await editor.actions("route.ts", TAKEN)
        [ignore] = [each for each in actions if each.title.startswith("Ignore")]
        edit = await editor.edit_of(ignore)
        assert edit is not None
        ignored = applied(ROUTE, edit, editor.uri("route.ts"))
        editor.replace("route.ts", ignored)
        assert not (await editor.until_published("route.ts", 2)).diagnostics
    assert (
        ignored.splitlines()[TAKEN]
        == "  const now = Date.now();  // wflint: ignore[clock-outside-step] say why"
    )


async def test_half_written_code_is_told_as_such_and_nothing_ends(tmp_path: Path) -> None:
    (tmp_path / "route.ts").write_text(ROUTE)
    async with editing(tmp_path) as editor:
        await editor.opened("route.ts")
        for length in range(len(ROUTE) - 1, 60, -9):
            version = editor.replace("route.ts", ROUTE[:length])
            await editor.hover("route.ts", 2, 4)
        await editor.until_published("route.ts", version, ["WF901"])
        version = editor.replace("route.ts", ROUTE)
        assert codes_of((await editor.until_published("route.ts", version)).diagnostics) == ["WF101"]


FACTORY = """\
import { createWorkflow } from "@upstash/workflow/nextjs";
export const scoped = (run) => createWorkflow((context) => run(context, 1));
"""
MADE = """\
import { scoped } from "./scoped";
export const flow = scoped(async (context) => {
  await context.run("", () => 1);
});
"""


async def test_an_open_file_has_the_handlers_of_a_factory_that_is_not_open(tmp_path: Path) -> None:
    (tmp_path / "scoped.ts").write_text(FACTORY)
    async with editing(tmp_path, folders=[]) as editor:
        assert codes_of(await editor.opened("flow.ts", MADE)) == ["WF404"]
        (tmp_path / "scoped.ts").write_text("export const scoped = (run) => run;\n")
        editor.files_changed("scoped.ts")
        assert (await editor.until_published("flow.ts", codes=[])).version == 1
