"""What wflint says of one repository, and what that takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tools.ecosystem.hunks import hunks

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
CHECK = ("check", "--isolated", "--min-level", "info", "--exit-zero", "--output-format", "json", ".")
EXPLAIN = ("explain", "--output-format", "json", ".")
FIX = ("fix", "--isolated", "--diff", "--color", "never", ".")
LINES_AROUND = 2
CUT_OFF = -1
"""Stands for a command that did not come to its end."""

_EXITS = (0, 1)


@dataclass(frozen=True)
class Finding:
    """A finding, with the code that a reader needs to judge it."""

    path: str
    line: int
    code: str
    level: str
    handler: str
    message: str
    text: str
    around: tuple[str, ...] = field(compare=False)


@dataclass(frozen=True)
class Hunk:
    """One place that `fix` rewrites, with the lines around it."""

    path: str
    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What became of one repository.

    Attributes:
        repository: The name of its folder.
        files: Number of files that were looked at.
        workflows: The handlers, as `path::name`.
        findings: What `check` tells.
        hunks: What `fix --diff` would change.
        seconds: Processor time of each command, imports left out.
        parse_seconds: How much of a check is LibCST's parse of the files that the handlers reach.
        parsed_files: How many these are.
        failures: How a command broke: its internal errors, its traceback, or that it ran out of time.
    """

    repository: str
    files: int
    workflows: tuple[str, ...]
    findings: tuple[Finding, ...]
    hunks: tuple[Hunk, ...]
    seconds: dict[str, float]
    parse_seconds: float
    parsed_files: int
    failures: tuple[str, ...]


def measured(folder: Path, sources: Path = ROOT, limit: float = 300) -> Result:
    """Run `check`, `explain` and `fix --diff` on a repository; nothing in it is changed.

    Args:
        folder: The repository's folder.
        sources: The folder that holds the `wflint` to run.
        limit: How many seconds all of it may take.
    """
    ran = _run(folder, sources, limit)
    report = _document(ran["check"].output)
    explained = _document(ran["explain"].output)
    return Result(
        repository=folder.name,
        files=report.get("summary", {}).get("files", 0),
        workflows=tuple(
            f"{each['place']['path']}::{each['name']}" for each in explained.get("workflows", ())
        ),
        findings=tuple(_findings(report.get("findings", ()), folder)),
        hunks=tuple(Hunk(*each) for each in hunks(ran["fix"].output)),
        seconds={name: round(each.seconds, 3) for name, each in ran.items()},
        parse_seconds=round(ran["check"].parse_seconds, 3),
        parsed_files=ran["check"].parsed_files,
        failures=tuple(f"{name}: {each.failure}" for name, each in ran.items() if each.failure),
    )


def to_json(results: Iterable[Result]) -> str:
    """Write results down."""
    return json.dumps([asdict(each) for each in results], indent=1, ensure_ascii=False)


def from_json(text: str) -> list[Result]:
    """Read results that `to_json` has written."""
    return [_result(each) for each in json.loads(text)]


def _result(read: dict[str, Any]) -> Result:
    findings = (Finding(**{**each, "around": tuple(each["around"])}) for each in read["findings"])
    rewritten = (Hunk(**{**each, "lines": tuple(each["lines"])}) for each in read["hunks"])
    lists = {name: tuple(read[name]) for name in ("workflows", "failures")}
    return Result(**{**read, **lists, "findings": tuple(findings), "hunks": tuple(rewritten)})


@dataclass(frozen=True)
class _Ran:
    """What became of a command; the times are seconds of processor time."""

    output: str = ""
    errors: str = ""
    code: int = 0
    seconds: float = 0.0
    parse_seconds: float = 0.0
    parsed_files: int = 0

    @property
    def failure(self) -> str:
        return "" if self.code in _EXITS else self.errors.strip()


def _run(folder: Path, sources: Path, limit: float) -> dict[str, _Ran]:
    """Run all commands in one process, since imports take longer than most repositories."""
    commands = (CHECK, EXPLAIN, FIX)
    with tempfile.TemporaryDirectory() as scratch:
        paths = [str(each.resolve()) for each in (sources, folder, Path(scratch))]
        late = f"not done after {limit:g} s"
        try:
            done = subprocess.run(  # noqa: S603 - this interpreter, with a file beside this one
                [sys.executable, str(CHILD), *paths, json.dumps(commands)],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=limit,
                check=False,
                # What another run has found would be no news, and would cost nothing.
                env={**os.environ, "WFLINT_CACHE_DIR": scratch},
            )
            late = done.stderr
        except subprocess.TimeoutExpired:
            pass
        outcomes = {each[0]: Path(scratch, f"{each[0]}.json") for each in commands}
        return {
            name: _Ran(**json.loads(file.read_text("utf-8")))
            if file.exists()
            else _Ran(errors=late, code=CUT_OFF)
            for name, file in outcomes.items()
        }


def _document(output: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(output)
    except ValueError:  # the command broke; its failure says how
        return {}
    return read


def _findings(found: Iterable[dict[str, Any]], folder: Path) -> Iterable[Finding]:
    for each in found:
        path, line = each["path"], each["start"]["line"]
        lines = (folder / path).read_text("utf-8", errors="replace").splitlines()
        shown = tuple(lines[max(0, line - 1 - LINES_AROUND) : line + LINES_AROUND])
        text = lines[line - 1].strip() if line <= len(lines) else ""
        handler = each.get("handler") or ""
        yield Finding(path, line, each["code"], each["level"], handler, each["message"], text, shown)
