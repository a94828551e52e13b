"""`wflint mcp`, as clients see it: a real session over standard input and output."""

from __future__ import annotations

import json
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from command_line import CLEAN, HANDLER, run
from mcp import Client, ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from wflint.errors import UsageError
from wflint.fixes import FixPolicy
from wflint.mcp.server import make_server
from wflint.mcp.tools import Tools
from wflint.report.agent import FORMAT, AgentFindingJson
from wflint.report.json_schema import schema_text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from mcp.types import CallToolResult

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    (work / "bill.py").write_text(HANDLER, encoding="utf-8")
    (tmp_path / "outside.py").write_text(HANDLER, encoding="utf-8")
    return work


@asynccontextmanager
async def session(folder: Path) -> AsyncGenerator[ClientSession]:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "wflint", "mcp"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    async with stdio_client(server) as streams, ClientSession(*streams[:2]) as client:
        await client.initialize()
        yield client


def said(result: CallToolResult) -> str:
    return "".join(getattr(each, "text", "") for each in result.content)


@pytest.mark.parametrize("kind", ["inside", pytest.param("stdio", marks=pytest.mark.external)])
async def test_a_session(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    async with session(folder) if kind == "stdio" else Client(make_server(folder)) as client:
        await the_tools_say_what_they_do_and_which_of_them_only_read(client)
        await check_gives_findings_as_the_agent_format_has_them(client)
        await explain_gives_the_workflow_as_text(client)
        await what_is_wrong_with_the_input_is_told(client)
        await fix_changes_what_it_shows(client, folder)


async def the_tools_say_what_they_do_and_which_of_them_only_read(client: Client | ClientSession) -> None:
    tools = {each.name: each for each in (await client.list_tools()).tools}
    assert set(tools) == {"check", "explain", "fix"}
    assert all(each.description for each in tools.values())
    reads = {name: each.annotations.read_only_hint for name, each in tools.items() if each.annotations}
    assert reads == {"check": True, "explain": True, "fix": False}


async def check_gives_findings_as_the_agent_format_has_them(client: Client | ClientSession) -> None:
    result = await client.call_tool("check", {"paths": ["."]})
    assert not result.is_error
    assert result.structured_content is not None
    [finding] = result.structured_content["findings"]
    jsonschema.validate(finding, json.loads(schema_text(AgentFindingJson, FORMAT)))
    assert (finding["code"], finding["path"]) == ("WF101", "bill.py")
    assert '+    now = await context.run("get-now", time.time)' in finding["diff"]
    assert result.structured_content["summary"]["errors"] == 1


async def explain_gives_the_workflow_as_text(client: Client | ClientSession) -> None:
    result = await client.call_tool("explain", {"path": "bill.py"})
    assert not result.is_error
    assert "time.time" in said(result)


async def what_is_wrong_with_the_input_is_told(client: Client | ClientSession) -> None:
    result = await client.call_tool("check", {"paths": ["nowhere.py"]})
    assert result.is_error
    assert "nowhere.py: no such file or folder" in said(result)
    result = await client.call_tool("check", {"paths": ["../outside.py"]})
    assert result.is_error
    assert "lies outside of" in said(result)


async def fix_changes_what_it_shows(client: Client | ClientSession, folder: Path) -> None:
    file = folder / "bill.py"
    shown = await client.call_tool("fix", {"paths": ["bill.py"]})
    assert shown.structured_content is not None
    assert shown.structured_content["written"] is False
    assert file.read_text(encoding="utf-8") == HANDLER
    await client.call_tool("fix", {"paths": ["."], "write": True, "safe_only": True})
    assert file.read_text(encoding="utf-8") == HANDLER
    await client.call_tool("fix", {"paths": ["."], "write": True})
    assert file.read_text(encoding="utf-8") == CLEAN


@pytest.mark.parametrize("path", ["../outside.py", "..", "link.py", ".", "linked"])
def test_nothing_outside_of_the_folder_is_read_or_written(
    folder: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "link.py").symlink_to(folder.parent / "outside.py")
    (folder / "linked").symlink_to(folder.parent)
    tools = Tools(folder.resolve())
    for tool in (
        lambda: tools.check([path]),
        lambda: tools.explain(path),
        lambda: tools.fix([path], FixPolicy(), write=True),
    ):
        with pytest.raises(UsageError, match="lies outside of"):
            tool()
    assert (folder.parent / "outside.py").read_text(encoding="utf-8") == HANDLER


def test_a_folder_without_handlers_is_explained_as_such(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "bill.py").write_text("print(1)\n", encoding="utf-8")
    assert Tools(folder.resolve()).explain(".") == "There are no handlers in `.`.\n"


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "wflint.mcp.server")
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    result = run("mcp")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'pip install "wflint[mcp]"' in result.stderr
