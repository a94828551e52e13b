"""What must not disturb the server, and what must end it."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from editor import COMMAND, PATIENCE, codes_of, editing
from handlers import BILL, CLEAN, NOW
from lsprotocol import types
from sampling import sampled

from wflint.lsp.framing import CheckedInput

if TYPE_CHECKING:
    from asyncio.subprocess import Process


class Wire:
    """The bare protocol with a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send_bytes(self, body: bytes) -> None:
        self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def send(self, method: str, params: object, id_: int | None = None) -> None:
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        if id_ is not None:
            message["id"] = id_
        self.send_bytes(json.dumps(message).encode())

    async def receive(self) -> dict[str, Any]:
        length = 0
        while line := (await asyncio.wait_for(self.reader.readline(), PATIENCE)).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        found: dict[str, Any] = json.loads(await self.reader.readexactly(length))
        return found

    async def answer(self, id_: int) -> dict[str, Any]:
        while True:
            message = await self.receive()
            if message.get("id") == id_ and "method" not in message:
                return message

    async def begin(self, **more: object) -> None:
        self.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}, **more}, 1)
        assert (await self.answer(1))["result"]["serverInfo"]["name"] == "wflint"
        self.send("initialized", {})

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": item})

    async def published(self) -> dict[str, Any]:
        while True:
            message = await self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                found: dict[str, Any] = message["params"]
                return found


async def started(**options: Any) -> tuple[Process, Wire]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, **options)
    assert process.stdin is not None
    assert process.stdout is not None
    return process, Wire(process.stdout, process.stdin)


async def ended(process: Process) -> int:
    await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode


async def test_broken_syntax_is_told_once_and_keeps_the_last_good_hints(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        good = await editor.labels("app.py")
        version = editor.edit("app.py", (0, 0), (0, 0), "# a comment\nx = (\n")
        found = (await editor.until_published("app.py", version)).diagnostics
        assert codes_of(found) == ["WF901"]
        assert await editor.labels("app.py") == [(line + 2, label) for line, label in good]
        assert "**Step 1**" in await editor.hover("app.py", NOW + 3, 12)
        version = editor.edit("app.py", (NOW + 3, 8), (NOW + 3, 17), "")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == ["WF901"]
        left = await editor.labels("app.py")
        assert left == [(line + 2, label) for line, label in good if label != "#1"]
        version = editor.replace("app.py", CLEAN)
        assert (await editor.until_published("app.py", version)).diagnostics == ()
        assert (NOW, "#1") in await editor.labels("app.py")


async def test_a_document_that_never_parsed_has_no_hints(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        assert codes_of(await editor.opened("app.py", f"{BILL}    (\n")) == ["WF901"]
        assert await editor.hints("app.py") == []
        assert "**error[syntax-error]**" in await editor.hover("app.py", len(BILL.splitlines()), 4)


async def test_findings_elsewhere_stay_while_a_caller_does_not_parse(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        BILL.replace("import time\n", "from clock import moment\n").replace("time.time()", "moment()")
    )
    (tmp_path / "clock.py").write_text(
        "import time\n\n\ndef moment() -> float:\n    print(1)\n    return time.time()\n"
    )
    options = {"options": {"select": ["WF101", "WF206", "WF901"], "min-level": "info"}}
    async with editing(tmp_path, options=options) as editor:
        first = await editor.opened("app.py")
        before = await editor.opened("clock.py")
        version = editor.edit("app.py", (0, 0), (0, 0), "(\n")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == ["WF901"]
        version = editor.edit("clock.py", (0, 0), (0, 0), "\n")
        after = (await editor.until_published("clock.py", version)).diagnostics
        assert codes_of(after) == codes_of(before)
        version = editor.edit("app.py", (0, 0), (1, 0), "")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == codes_of(first)


async def test_a_burst_of_edits_ends_with_one_result_and_no_stale_one_comes_behind(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CLEAN)
    async with editing(tmp_path) as editor:
        await editor.opened("app.py")
        editor.published.clear()
        for number in range(49):
            editor.edit("app.py", (NOW, 0), (NOW, 0), f"    time.sleep(1)  # {number}\n")
        version = editor.edit("app.py", (NOW, 0), (NOW + 48, 0), "")
        found = (await editor.until_published("app.py", version)).diagnostics
        assert codes_of(found) == ["WF205"]
        await editor.hints("app.py")
        versions = [each.version or 0 for each in editor.published if each.uri == editor.uri("app.py")]
        assert versions == sorted(versions)
        assert versions.count(version) == 1


async def test_a_request_can_be_cancelled(tmp_path: Path) -> None:
    uri = (tmp_path / "app.py").as_uri()
    process, wire = await started()
    await wire.begin()
    wire.open(uri, BILL)
    wire.send("textDocument/codeLens", {"textDocument": {"uri": uri}}, 2)
    wire.send("$/cancelRequest", {"id": 2})
    wire.send("textDocument/codeLens", {"textDocument": {"uri": uri}}, 3)
    cancelled = await wire.answer(2)
    assert cancelled["error"]["code"] == types.LSPErrorCodes.RequestCancelled
    assert len((await wire.answer(3))["result"]) == 1
    process.kill()
    await ended(process)


MALFORMED = (
    b"{",
    b"[]",
    b"3",
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 1}}',
    b'{"jsonrpc": "2.0", "method": "no/such/notification", "params": {}}',
    b'{"jsonrpc": "2.0", "id": 9, "method": "no/such/request", "params": {}}',
    b'{"jsonrpc": "2.0", "id": 9, "method": "codeAction/resolve", "params": {"title": "x", "data": {"uri": 1}}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///no", "version": 1}, "contentChanges": [{"text": ""}]}}',
)


async def test_no_malformed_message_ends_the_server(tmp_path: Path) -> None:
    process, wire = await started()
    await wire.begin()
    for number, body in enumerate(MALFORMED):
        wire.send_bytes(body)
        wire.writer.write(b"nonsense without a length\r\n")
        uri = (tmp_path / f"app_{number}.py").as_uri()
        wire.open(uri, BILL)
        while (published := await wire.published())["uri"] != uri:
            pass
        assert [each["code"] for each in published["diagnostics"]] == ["WF101"], body
    wire.send("shutdown", None, 2)
    await wire.answer(2)
    wire.send("exit", None)
    assert await ended(process) == 0


async def test_a_request_that_makes_no_sense_is_answered() -> None:
    process, wire = await started()
    await wire.begin()
    wire.send("codeAction/resolve", None, 2)
    assert (await wire.answer(2))["error"]["code"] == types.ErrorCodes.InvalidParams
    process.kill()
    await ended(process)


async def test_a_client_that_exits_without_shutting_down_ends_the_server_with_an_error() -> None:
    process, wire = await started()
    await wire.begin()
    wire.send("exit", None)
    assert await ended(process) == 1


async def test_the_end_of_input_ends_the_server(tmp_path: Path) -> None:
    process, wire = await started()
    await wire.begin()
    wire.open((tmp_path / "app.py").as_uri(), BILL)
    wire.writer.close()
    assert await ended(process) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end with their process there")
async def test_the_end_of_the_client_ends_the_server_even_if_input_stays_open() -> None:
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE
    )
    process, wire = await started()
    await wire.begin(processId=client.pid)
    await client.communicate(b"\n")
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 1
    process._transport.close()  # type: ignore[attr-defined] # noqa: SLF001 - its pipes would be closed by the garbage collector


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end with their process there")
async def test_a_client_whose_process_cannot_be_seen_is_served(tmp_path: Path) -> None:
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    process, wire = await started()
    await wire.begin(processId=gone.pid)
    wire.open((tmp_path / "app.py").as_uri(), BILL)
    assert [each["code"] for each in (await wire.published())["diagnostics"]] == ["WF101"]
    wire.writer.close()
    assert await ended(process) == 1


async def test_a_server_that_listens_serves_one_client(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "--tcp", str(port), stderr=asyncio.subprocess.PIPE
    )
    for _ in range(int(PATIENCE * 20)):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)
    wire = Wire(reader, writer)
    await wire.begin()
    wire.open((tmp_path / "app.py").as_uri(), BILL)
    assert [each["code"] for each in (await wire.published())["diagnostics"]] == ["WF101"]
    writer.close()
    await ended(process)


async def test_a_mistake_in_wflint_is_told_and_does_not_end_the_server(tmp_path: Path) -> None:
    program = (
        "import wflint.lsp.server as server\n"
        "real, calls = server.diagnostics, []\n"
        "def diagnostics(mapper):\n"
        "    calls.append(1)\n"
        "    if len(calls) == 2:\n"
        "        raise RuntimeError('made up')\n"
        "    return real(mapper)\n"
        "server.diagnostics = diagnostics\n"
        "from wflint.lsp.run import serve\n"
        "serve()\n"
    )
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, command=(sys.executable, "-c", program)) as editor:
        await editor.until_published("app.py")
        editor.open("app.py")
        await editor.until_said("made up")
        assert await editor.hints("app.py") != []
        version = editor.edit("app.py", (0, 0), (0, 0), "\n")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == ["WF101"]


async def test_nothing_but_the_protocol_is_written_to_standard_output(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "always"}
    process, wire = await started(env=environment)
    await wire.begin()
    wire.open((tmp_path / "app.py").as_uri(), CLEAN)
    assert (await wire.published())["diagnostics"] == []
    wire.writer.close()
    out, _ = await process.communicate()
    assert out == b""


async def test_a_client_may_have_no_capabilities_at_all(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, can=types.ClientCapabilities()) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        assert len(await editor.hints("app.py")) == 3


async def test_an_error_in_one_rule_fix_or_handler_is_told_and_the_rest_is_shown(tmp_path: Path) -> None:
    program = (
        "from wflint.languages.python.rewriting import PythonRewriter\n"
        "def fail(*_others, **_more):\n"
        "    raise RuntimeError('made up')\n"
        "PythonRewriter.wrap_in_step = fail\n"
        "from wflint.lsp.run import serve\n"
        "serve()\n"
    )
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path, command=(sys.executable, "-c", program)) as editor:
        assert codes_of(await editor.opened("app.py")) == ["WF101"]
        assert [each.title for each in await editor.actions("app.py", NOW)] != []
        await editor.until_said(
            "cannot write the fix of `clock-outside-step` for `bill`: RuntimeError: made up"
        )
        assert await editor.hints("app.py") != []
        version = editor.edit("app.py", (0, 0), (0, 0), "\n")
        assert codes_of((await editor.until_published("app.py", version)).diagnostics) == ["WF101"]
        await editor.actions("app.py", NOW + 1)
        assert sum("made up" in each.message for each in editor.client.messages) == 1


async def test_a_handler_that_cannot_be_followed_leaves_the_others(tmp_path: Path) -> None:
    program = (
        "from wflint.model import builder\n"
        "real = builder.follow_handler\n"
        "def follow(interpreter, closure, *others):\n"
        "    if closure.function.name == 'bill':\n"
        "        raise RuntimeError('made up')\n"
        "    return real(interpreter, closure, *others)\n"
        "builder.follow_handler = follow\n"
        "from wflint.lsp.run import serve\n"
        "serve()\n"
    )
    (tmp_path / "app.py").write_text(BILL)
    (tmp_path / "more.py").write_text(BILL.replace("bill", "ship"))
    async with editing(tmp_path, command=(sys.executable, "-c", program)) as editor:
        assert codes_of(await editor.opened("app.py")) == []
        assert codes_of(await editor.opened("more.py")) == ["WF101"]
        await editor.until_said("cannot follow the code for `bill`")
        assert await editor.hints("more.py") != []


SENSELESS = (
    (b"Content-Length: -5\r\n\r\n", "there is no message of the length '-5'"),
    (b"Content-Length: five\r\n\r\n", "there is no message of the length 'five'"),
    (b"Content-Length: 99999999999999\r\n\r\n", "there is no message of the length '99999999999999'"),
    (b"Content-Length: 0\r\n\r\n", "there is no message of the length '0'"),
    (b"Content-Type: text\r\n\r\n", "a header does not say how long its message is"),
    (b"Content-Length: 2\r\n\r\n{}{}\r\n\r\n", "a header does not say how long its message is"),
    (b"x" * 5000, "a line of a header does not end"),
)
"""Headers, and what is wrong with them."""


@pytest.mark.parametrize("case", SENSELESS)
def test_a_header_that_makes_no_sense_ends_the_input(
    case: tuple[bytes, str], capsys: pytest.CaptureFixture[str]
) -> None:
    header, why = case
    stream = CheckedInput(io.BytesIO(header + b"Content-Length: 2\r\n\r\n{}"))
    lines = iter(stream.readline, b"")
    assert len(list(lines)) <= len(header.splitlines())
    assert capsys.readouterr().err == f"wflint: error: the client sent no message of the protocol: {why}\n"
    assert stream.readline() == b""


@pytest.mark.parametrize("case", sampled(SENSELESS, len(SENSELESS)))
async def test_a_header_that_makes_no_sense_ends_the_server(case: tuple[bytes, str]) -> None:
    header, why = case
    process, wire = await started()
    await wire.begin()
    wire.writer.write(header)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert f"wflint: error: the client sent no message of the protocol: {why}\n" in err.decode()


async def test_headers_may_be_written_in_other_ways() -> None:
    process, wire = await started()
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}'
    wire.writer.write(b"content-type: x\r\ncontent-length :%d \r\n\r\n%b" % (len(body), body))
    assert (await wire.answer(1))["result"]["serverInfo"]["name"] == "wflint"
    process.kill()
    await ended(process)
