"""A Python service and a front of Next.js in one server, beside the servers that editors run for TypeScript."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from editor import UTF8, UTF16, UTF32, Editor, applied, capabilities, codes_of, editing, started
from handlers import BILL, CLEAN, NOW
from lsprotocol import types
from sampling import sampled_pairs

CLOCK = "/** 🕰 */ export const moment = () => Date.now();\n"
ROUTE = """\
import { serve } from "@upstash/workflow/nextjs";
import { moment } from "@/lib/clock";

export const { POST } = serve<{ key: string }>(async (context) => {
\tconst mark = "🧾"; const now = Date.now();
\tawait context.run("create", () => console.log(mark, now));
\t/* 🧾 */ await context.run("send", () => console.log(mark, now));
});
"""
PAGE = f"""{ROUTE}
export default function Page() {{
\treturn <p title="🧾">🧾 {{moment()}}</p>;
}}
"""
SERVICE, PLAIN, LATE = "api/bill.py", "web/app/api/orders/route.ts", "web/app/api/late/route.ts"
WITH_JSX = "web/app/orders/page.tsx"
FILES = {
    "api/pyproject.toml": '[project]\nname = "api"\n',
    SERVICE: BILL,
    "web/package.json": '{"name": "web", "private": true}',
    "web/tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}, "jsx": "preserve"}}',
    "web/lib/clock.ts": CLOCK,
    PLAIN: ROUTE,
    WITH_JSX: PAGE,
    LATE: ROUTE.replace("Date.now()", "moment()"),
}
TAKEN = ROUTE.splitlines().index('\tconst mark = "🧾"; const now = Date.now();')
FIXED = '\tconst mark = "🧾"; const now = await context.run("get-now", () => Date.now());'
ENCODINGS = {UTF8: "utf-8", UTF16: "utf-16-le", UTF32: "utf-32-le"}
UNITS = {UTF8: 1, UTF16: 2, UTF32: 4}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    # Fixes of clocks add a step, and "fix all" applies only what is safe.
    (tmp_path / "wflint.toml").write_text('extend-safe-fixes = ["clock-outside-step"]\n', encoding="utf-8")
    return tmp_path


def behind(text: str, place: types.Position, encoding: types.PositionEncodingKind = UTF16) -> str:
    """Return the rest of the line at a position."""
    line = text.splitlines()[place.line].encode(ENCODINGS[encoding])
    return line[place.character * UNITS[encoding] :].decode(ENCODINGS[encoding])


def underlined(text: str, place: types.Range, encoding: types.PositionEncodingKind = UTF16) -> str:
    assert place.start.line == place.end.line
    rest = behind(text, place.start, encoding)
    return rest.removesuffix(behind(text, place.end, encoding))


async def fixed(editor: Editor, name: str, text: str) -> str:
    [fix_all] = await editor.actions(name, only=[types.CodeActionKind.SourceFixAll])
    edit = await editor.edit_of(fix_all)
    assert edit is not None
    return applied(text, edit, editor.uri(name))


async def test_both_languages_have_findings_fixes_lenses_hints_and_explanations(root: Path) -> None:
    async with editing(root) as editor:
        assert codes_of(await editor.opened(SERVICE)) == ["WF101"]
        assert codes_of(await editor.opened(PLAIN)) == ["WF101"]
        assert await fixed(editor, SERVICE, BILL) == CLEAN
        assert (await fixed(editor, PLAIN, ROUTE)).splitlines()[TAKEN] == FIXED
        for name, line in ((SERVICE, NOW), (PLAIN, TAKEN)):
            assert "#2" in [label for _, label in await editor.labels(name)]
            [lens] = await editor.lenses(name)
            assert lens.command is not None
            assert lens.command.title == "2 steps · 1 finding · show workflow"
            [handler] = await editor.symbols(name)
            assert len(handler.children or ()) == 2
            assert any(each.title.startswith("Ignore") for each in await editor.actions(name, line))


async def test_a_helper_in_one_language_says_nothing_to_the_other(root: Path) -> None:
    async with editing(root) as editor:
        await editor.opened(SERVICE)
        found = await editor.opened(LATE)
        assert [underlined(FILES[LATE], each.range) for each in found] == ["moment()"]
        [related] = [
            each.location.range
            for each in found[0].related_information or ()
            if each.location.uri == editor.uri("web/lib/clock.ts")
        ]
        assert underlined(CLOCK, related) == "Date.now()"
        before = len([each for each in editor.published if each.uri == editor.uri(SERVICE)])

        editor.open("web/lib/clock.ts", CLOCK.replace("Date.now()", "1"))
        await editor.until_published(LATE, codes=[])
        assert len([each for each in editor.published if each.uri == editor.uri(SERVICE)]) == before


@pytest.mark.parametrize(("encoding", "newline"), sampled_pairs(list(ENCODINGS), ["\n", "\r\n"]))
async def test_positions_are_right_behind_tabs_and_characters_of_two_units(
    root: Path, encoding: types.PositionEncodingKind, newline: str
) -> None:
    async with editing(root, can=capabilities(encoding=encoding)) as editor:
        for name, lines in ((PLAIN, ROUTE), (WITH_JSX, PAGE)):
            text = lines.replace("\n", newline)
            [found] = await editor.opened(name, text)
            assert underlined(text, found.range, encoding) == "Date.now()"
            hints = await editor.hints(name)
            steps = [each for each in hints if str(each.label).startswith("#")]
            assert [behind(text, each.position, encoding)[:13] for each in steps] == ['context.run("'] * 2
            [lens] = await editor.lenses(name)
            assert lens.range.start.line == TAKEN - 1
            at = steps[-1].position
            assert "**Step 2**" in await editor.hover(name, at.line, at.character + 9)

            version = editor.edit(
                name,
                (found.range.start.line, found.range.start.character),
                (found.range.end.line, found.range.end.character),
                "1",
            )
            assert not (await editor.until_published(name, version)).diagnostics


async def test_a_fix_keeps_newlines_and_tabs(root: Path) -> None:
    async with editing(root) as editor:
        for name, lines in ((PLAIN, ROUTE), (WITH_JSX, PAGE)):
            text = lines.replace("\n", "\r\n")
            await editor.opened(name, text)
            expected = text.splitlines(keepends=True)
            expected[TAKEN] = f"{FIXED}\r\n"
            assert await fixed(editor, name, text) == "".join(expected)


async def test_nothing_is_claimed_that_a_server_for_the_language_does(root: Path) -> None:
    editor = await started(root)
    try:
        given = editor.result.capabilities
        provided = {
            name
            for name in (each.name for each in given.__attrs_attrs__)
            if name.endswith("_provider") and getattr(given, name)
        }
        assert provided == {
            "code_action_provider",
            "code_lens_provider",
            "diagnostic_provider",
            "document_symbol_provider",
            "execute_command_provider",
            "hover_provider",
            "inlay_hint_provider",
        }
        assert isinstance(given.code_action_provider, types.CodeActionOptions)
        kinds = ("quickfix", "source.fixAll.wflint", "notebook.source.fixAll.wflint")
        assert given.code_action_provider.code_action_kinds == kinds
        assert given.execute_command_provider is not None
        assert all(each.startswith("wflint.") for each in given.execute_command_provider.commands)
        await editor.opened(PLAIN)
        for kind in ("source.organizeImports", "source.fixAll.eslint", "source.fixAll.ts", "refactor"):
            assert await editor.actions(PLAIN, only=[kind]) == []
    finally:
        await editor.client.shutdown_session()
        await editor.client.stop()  # type: ignore[no-untyped-call] # that of pytest-lsp has no annotation


async def test_two_servers_on_one_folder_find_the_same(root: Path) -> None:
    first, second = await asyncio.gather(started(root), started(root))
    found = await asyncio.gather(first.opened(PLAIN), second.opened(PLAIN))
    assert found[0] == found[1]
    version = second.edit(PLAIN, (TAKEN, 0), (TAKEN + 1, 0), "\tconst mark = 1, now = 2;\n")
    assert not (await second.until_published(PLAIN, version)).diagnostics
    version = first.edit(PLAIN, (0, 0), (0, 0), "\n")
    assert codes_of((await first.until_published(PLAIN, version)).diagnostics) == ["WF101"]
    for editor in (first, second):
        await editor.client.shutdown_session()
        await editor.client.stop()  # type: ignore[no-untyped-call] # that of pytest-lsp has no annotation
