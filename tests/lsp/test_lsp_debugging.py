"""What the server tells for a report of a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor import editing
from handlers import BILL
from lsprotocol import types

from wflint._version import __version__
from wflint.lsp.debugging import DEBUG_INFORMATION, debug_information

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_tells_versions_configuration_engines_and_the_editor(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "wflint.toml").write_text('ignore = ["WF403"]\n')
    async with editing(tmp_path, options={"runHints": False}) as editor:
        await editor.opened("app.py")
        params = types.ExecuteCommandParams(DEBUG_INFORMATION)
        text = str(await editor.client.workspace_execute_command_async(params))
        await editor.until_said("engine upstash")
    lines = text.splitlines()
    assert lines[0] == f"wflint {__version__}"
    assert any(line.startswith('ignore = ["WF403"]') for line in lines)
    found = lines.index("1 file, 1 handler")
    assert lines[found + 1 : found + 3] == ["engine upstash", ""]
    assert lines[found + 3].endswith(", positions in utf-16")
    assert lines[found + 4 :] == ["1 folder, 1 open document", "runHints = false"]
    assert not any(word in text for word in ("bill", "create", "app.py", "fastapi"))


async def test_options_of_the_editor_are_told_of_as_such(tmp_path: Path) -> None:
    async with editing(tmp_path, options={"options": {"ignore": ["WF403"]}}) as editor:
        await editor.opened("app.py", BILL)
        params = types.ExecuteCommandParams(DEBUG_INFORMATION)
        text = str(await editor.client.workspace_execute_command_async(params))
    [line] = [line for line in text.splitlines() if line.startswith("ignore = ")]
    assert line.startswith('ignore = ["WF403"] ')
    assert line.endswith(" # the editor's settings")


async def test_a_client_that_shows_it_by_itself_gets_no_message(tmp_path: Path) -> None:
    async with editing(tmp_path, options={"showsWorkflows": True}) as editor:
        await editor.opened("app.py", BILL)
        params = types.ExecuteCommandParams(DEBUG_INFORMATION)
        text = str(await editor.client.workspace_execute_command_async(params))
        assert text.endswith("showsWorkflows = true\n")
        assert not any(text in message.message for message in editor.client.messages)


def test_without_a_check_only_the_editor_is_told_of() -> None:
    client = types.ClientInfo("Some Editor", "1.2")
    assert debug_information(client, "utf-8", None) == "Some Editor 1.2, positions in utf-8\n"
    utf16 = types.PositionEncodingKind.Utf16
    assert debug_information(None, utf16, None) == "unknown editor, positions in utf-16\n"
