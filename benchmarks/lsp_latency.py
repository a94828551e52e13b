"""How long the language server takes from a change to its diagnostics, as a multiple of LibCST's parse of that file.

The file has 500 lines with three handlers, and imports two helper modules. Both are measured in turns, so that the
machine's mood does not count; the server is a process of its own, as editors run it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import libcst
from corpus import PLAIN_CODE

TARGET = 3.0
LINES, HANDLERS = 500, 3
BURST = 50
MEMORY_TARGET = 1.2

_HEAD = """\
import json
from dataclasses import dataclass

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

from billing import charge, refund
from clock import moment

app = FastAPI()
serve = Serve(app)
"""
_HANDLER = """

@serve.post("/orders-{number}")
async def order_{number}(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
    started = await context.run("start", moment)
    price = await context.run("price", lambda: sum(item["cents"] for item in order["items"]))
    for item in order["items"]:
        await context.run(f"reserve-{{item['key']}}", lambda item=item: print(item))
    receipt = await context.run("charge", lambda: charge(order["customer"], price))
    if receipt["status"] == "declined":
        await context.sleep("wait", 60)
        await context.run("refund", lambda: refund(order["customer"], price))
    await context.run("finish", lambda: print(started, receipt))
"""
_MODULES = {
    "clock.py": "import time\n\n\ndef moment() -> float:\n    return time.time()\n",
    "billing.py": (
        "import httpx\n\n\ndef charge(customer: str, cents: int) -> dict:\n"
        '    return httpx.post("https://bank.example/charge", json={"who": customer, "cents": cents}).json()\n\n\n'
        "def refund(customer: str, cents: int) -> dict:\n"
        '    return httpx.post("https://bank.example/refund", json={"who": customer, "cents": cents}).json()\n'
    ),
}
_MISTAKE = "    moment()\n"


class Server:
    """A server process with one open document."""

    def __init__(self, folder: Path, text: str) -> None:
        command = [sys.executable, "-m", "wflint", "lsp"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self._uri = (folder / "orders.py").as_uri()
        self._version = 1
        folders = [{"uri": folder.as_uri(), "name": "project"}]
        self._send("initialize", {"processId": None, "capabilities": {}, "workspaceFolders": folders}, id=1)
        self._send("initialized", {})
        item = {"uri": self._uri, "languageId": "python", "version": 1, "text": text}
        self._send("textDocument/didOpen", {"textDocument": item})
        self.published()

    def _send(self, method: str, params: dict[str, Any], **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        found: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return found

    def edit(self, line: int, removed: int, text: str) -> None:
        """Put a text in the place of some lines."""
        self._version += 1
        place = {"start": {"line": line, "character": 0}, "end": {"line": line + removed, "character": 0}}
        document = {"uri": self._uri, "version": self._version}
        change = {"textDocument": document, "contentChanges": [{"range": place, "text": text}]}
        self._send("textDocument/didChange", change)

    def published(self) -> list[str]:
        """Wait for the diagnostics of the newest version; their codes."""
        while True:
            params = self._receive().get("params", {})
            if params.get("uri") == self._uri and params.get("version") == self._version:
                return [each["code"] for each in params["diagnostics"]]

    def memory(self) -> int:
        """Resident memory in KiB; 0 where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def write_project(folder: Path) -> str:
    """Write the modules; gives the text of the file that is edited."""
    text = _HEAD + "".join(_HANDLER.format(number=number) for number in range(HANDLERS))
    number = 0
    while text.count("\n") < LINES:
        text += PLAIN_CODE.format(number=number)
        number += 1
    for name, content in {**_MODULES, "orders.py": text}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return text


def first_line(text: str) -> int:
    """The line, from 0, behind the first line of the first handler's body."""
    return text.splitlines().index("    order = context.request_payload") + 1


def measure_latency(server: Server, text: str, rounds: int) -> float:
    """Print the times from a change to its diagnostics, and give the median of their ratios to the parse."""
    line, pairs = first_line(text), list[tuple[float, float]]()
    for number in range(rounds):
        wrong = number % 2 == 0
        start = time.perf_counter()
        server.edit(line, 0 if wrong else 1, _MISTAKE if wrong else "")
        found = server.published()
        between = time.perf_counter()
        libcst.parse_module(text)
        end = time.perf_counter()
        assert found == (["WF101"] if wrong else []), found
        pairs.append((between - start, end - between))
        time.sleep(0.2)  # nobody types faster than the server explains what it has checked
    ratio = statistics.median(took / parse for took, parse in pairs)
    took, parse = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    print(
        f"change to diagnostics {took:6.1f} ms   parse {parse:6.1f} ms   ratio {ratio:.2f} (at most {TARGET:.1f})"
    )
    return ratio


def measure_burst(server: Server, text: str) -> None:
    """Send a burst of edits, and see that the last one's diagnostics are right and come once."""
    line = first_line(text)
    start = time.perf_counter()
    for _ in range(BURST - 1):
        server.edit(line, 0, _MISTAKE)
    server.edit(line, BURST - 2, "")
    found = server.published()
    print(f"burst of {BURST} edits {(time.perf_counter() - start) * 1000:9.1f} ms   findings {found}")
    assert found == ["WF101"], found
    server.edit(line, 1, "")
    assert server.published() == []


def measure_memory(server: Server, text: str, edits: int) -> float:
    """Print the memory over many edits, each of which is waited for; gives the growth after the first tenth."""
    line, early = first_line(text), 0
    for number in range(edits):
        server.edit(line, number % 2, "" if number % 2 else _MISTAKE)
        server.published()
        if number == edits // 10:
            early = server.memory()
    late = server.memory()
    growth = late / early if early else 1.0
    print(
        f"memory after {edits // 10} edits {early / 1024:.0f} MiB, after {edits} {late / 1024:.0f} MiB: {growth:.2f}"
    )
    return growth


def main() -> int:
    """Run the benchmark; the exit code says whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="how many changes to measure")
    parser.add_argument("--edits", type=int, default=5000, help="how many edits to watch the memory for")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = write_project(Path(name))
        server = Server(Path(name), text)
        try:
            measure_latency(server, text, 4)  # only warms up
            ratio = measure_latency(server, text, arguments.rounds)
            measure_burst(server, text)
            growth = measure_memory(server, text, arguments.edits) if arguments.edits else 1.0
        finally:
            server.close()
    return int(ratio > TARGET or growth > MEMORY_TARGET)


if __name__ == "__main__":
    sys.exit(main())
