"""How long the language server takes from a change to its diagnostics, as a multiple of what cannot be avoided.

For Python that is LibCST's parse of the file; for TypeScript, which parses twenty times as fast, the parse of the changed
definition and following the handlers in it. Both are measured in turns, so that the machine's mood does not count; the
server is a process of its own, as editors run it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst
from lsp_projects import PYTHON, TYPESCRIPT, TypedProject

from wflint.pipeline.limits import analysis_limits
from wflint.pipeline.plan import make_finder, plan_of_one
from wflint.workspace.session import Session
from wflint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGETS = {"python": 3.0, "typescript": 2.0}
"""At most so many times what cannot be avoided."""

BURST = 50
MEMORY_TARGET = 1.2


class Server:
    """A server process with one open document."""

    def __init__(self, folder: Path, project: TypedProject) -> None:
        command = [sys.executable, "-m", "wflint", "lsp"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self._uri = (folder / project.file).as_uri()
        self._version = 1
        folders = [{"uri": folder.as_uri(), "name": "project"}]
        self._send("initialize", {"processId": None, "capabilities": {}, "workspaceFolders": folders}, id=1)
        self._send("initialized", {})
        item = {"uri": self._uri, "languageId": project.language, "version": 1, "text": project.text}
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


def parse_file(_folder: Path, project: TypedProject) -> Callable[[str], object]:
    """Return what has LibCST parse the file, whatever is typed."""
    return lambda _line: libcst.parse_module(project.text)


def follow_definition(folder: Path, project: TypedProject) -> Callable[[str], object]:
    """Return what parses the changed definition and follows it, where all other files have been parsed."""
    path = folder / project.file
    (own,) = plan_of_one(path, make_finder(folder, (), {}, isolated=True)).projects
    workspace = Workspace()
    lines = project.definition.splitlines(keepends=True)
    others = {(folder / name).resolve() for name in project.modules}

    def follow(line: str) -> object:
        text = "".join([*lines[: project.line], line, *lines[project.line :]])
        workspace.keep_only(others)  # the definition is parsed as if nothing like it had been
        scope, buffers = own.options.scope, {path.resolve(): text.encode()}
        with analysis_limits():
            handlers = Session(own.files, scope, workspace=workspace, buffers=buffers).handlers
        assert len(handlers) == 1
        return handlers

    return follow


def typed(project: TypedProject) -> Iterator[tuple[str, bool]]:
    """Yield lines to type, and whether each is a mistake; none comes twice."""
    for number in itertools.count():
        is_wrong = number % 2 == 0
        yield (project.mistake if is_wrong else project.harmless).format(number=number), is_wrong


def measure_latency(
    server: Server,
    project: TypedProject,
    lines: Iterator[tuple[str, bool]],
    unavoidable: Callable[[str], object],
    rounds: int,
) -> float:
    """Print the times from a change to its diagnostics, and give the median of their ratios to what cannot be avoided."""
    pairs: list[tuple[float, float]] = []
    for line, is_wrong in itertools.islice(lines, rounds):
        start = time.perf_counter()
        server.edit(project.line, 1, line)
        found = server.published()
        between = time.perf_counter()
        unavoidable(line)
        end = time.perf_counter()
        assert found == (["WF403"] if is_wrong else []), found
        pairs.append((between - start, end - between))
        time.sleep(0.2)  # nobody types faster than the server explains what it has checked
    ratio = statistics.median(took / least for took, least in pairs)
    took, least = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    target = TARGETS[project.language]
    print(
        f"{project.language:<12}change to diagnostics {took:6.1f} ms   unavoidable {least:6.1f} ms"
        f"   ratio {ratio:.2f} (at most {target:.1f})"
    )
    return ratio


def measure_burst(server: Server, project: TypedProject, lines: Iterator[tuple[str, bool]]) -> None:
    """Send a burst of edits, and see that the last one's diagnostics are right and come once."""
    start = time.perf_counter()
    for line, _ in itertools.islice(lines, BURST):
        server.edit(project.line, 1, line)
    server.edit(project.line, 1, next(line for line, is_wrong in lines if is_wrong))
    found = server.published()
    print(f"burst of {BURST + 1} edits {(time.perf_counter() - start) * 1000:9.1f} ms   findings {found}")
    assert found == ["WF403"], found


def measure_memory(
    server: Server, project: TypedProject, lines: Iterator[tuple[str, bool]], edits: int
) -> float:
    """Print the memory over many edits, each of which is waited for; gives the growth after the first tenth."""
    early = 0
    for number, (line, _) in enumerate(itertools.islice(lines, edits)):
        server.edit(project.line, 1, line)
        server.published()
        if number == edits // 10:
            early = server.memory()
    late = server.memory()
    growth = late / early if early else 1.0
    print(
        f"memory after {edits // 10} edits {early / 1024:.0f} MiB, after {edits} {late / 1024:.0f} MiB: {growth:.2f}"
    )
    return growth


def measure(project: TypedProject, rounds: int, edits: int) -> bool:
    """Measure typing in a project; return whether the targets are met."""
    prepare = parse_file if project is PYTHON else follow_definition
    with tempfile.TemporaryDirectory() as name:
        project.write(Path(name))
        unavoidable = prepare(Path(name), project)
        server = Server(Path(name), project)
        lines = typed(project)
        try:
            server.edit(project.line, 0, "\n")  # the line that what is typed replaces
            server.published()
            measure_latency(server, project, lines, unavoidable, 4)  # only warms up
            ratio = measure_latency(server, project, lines, unavoidable, rounds)
            measure_burst(server, project, lines)
            growth = measure_memory(server, project, lines, edits) if edits else 1.0
        finally:
            server.close()
    return ratio <= TARGETS[project.language] and growth <= MEMORY_TARGET


def main() -> int:
    """Run the benchmark; the exit code says whether the targets are met."""
    parser = argparse.ArgumentParser(
        description="How long the language server takes from a change to its diagnostics."
    )
    parser.add_argument("--rounds", type=int, default=40, help="how many changes to measure")
    parser.add_argument("--edits", type=int, default=5000, help="how many edits to watch the memory for")
    arguments = parser.parse_args()
    are_met = [measure(project, arguments.rounds, arguments.edits) for project in (PYTHON, TYPESCRIPT)]
    return int(not all(are_met))


if __name__ == "__main__":
    sys.exit(main())
