"""Writes the projects that the benchmark checks: handlers that exist in this repository, copied with other names."""

from __future__ import annotations

import ast
import re
from itertools import cycle
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
HANDLERS = (REPOSITORY / "fixtures", REPOSITORY / "tests" / "replay" / "witnesses")
_DEFINED = re.compile(r"^(?:async )?def (\w+)|^class (\w+)", re.MULTILINE)
PLAIN_CODE = """

@dataclass
class Record{number}:
    key: str
    values: list[int]

    def total(self) -> int:
        return sum(value for value in self.values if value > {number})


def load_{number}(text: str) -> list[Record{number}]:
    rows = json.loads(text)
    return [Record{number}(row["key"], [int(value) for value in row["values"]]) for row in rows]
"""
_MODULE = (
    """import json
from dataclasses import dataclass
"""
    + PLAIN_CODE
    + """

def report_{number}(records: list[Record{number}]) -> dict[str, int]:
    totals: dict[str, int] = {{}}
    for record in records:
        totals[record.key] = totals.get(record.key, 0) + record.total()
    return totals
"""
)


def write_handlers(target: Path, lines: int, *, correct: bool) -> list[Path]:
    """Write handler files until there are that many lines, each copy with other names.

    Args:
        target: The folder for them.
        lines: How many lines there are in all.
        correct: Whether to take the handlers that are right, or those with mistakes.

    Returns:
        The files.
    """
    written: list[Path] = []
    total = 0
    for number, (path, text) in enumerate(cycle(originals(correct=correct))):
        if total >= lines:
            break
        file = target / path.parent.name.replace("-", "_") / f"{path.stem}_{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(renamed(text, number), encoding="utf-8")
        written.append(file)
        total += text.count("\n")
    return written


def write_long_file(target: Path, lines: int) -> Path:
    """Write one file of about that many lines: many correct handlers below one set of imports."""
    target.mkdir(parents=True)
    head = (
        "import asyncio\nimport random\nimport time\nimport uuid\nfrom datetime import datetime, timezone\n"
        "from typing import Any\n\nfrom fastapi import FastAPI\nfrom upstash_workflow import AsyncWorkflowContext, WorkflowAbort\n"
        "from upstash_workflow.fastapi import Serve\n\napp = FastAPI()\nserve = Serve(app)\nLOG: list[str] = []\n"
    )
    parts = [head]
    total = head.count("\n")
    for number, (_, text) in enumerate(cycle(_alike())):
        if total >= lines:
            break
        body = renamed(text, number).partition("LOG: list[str] = []\n")[2]
        # Two endpoints of one path would be another program.
        body = re.sub(r'serve\.post\("(/[^"]*)"', rf'serve.post("\1-{number}"', body)
        parts.append(body)
        total += body.count("\n")
    file = target / "handlers.py"
    file.write_text("".join(parts), encoding="utf-8")
    return file


def write_plain_project(target: Path, files: int) -> None:
    """Write a project of that many files, a hundred a folder, of which none has a handler."""
    for number in range(files):
        file = target / f"package_{number // 100}" / f"module_{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_MODULE.format(number=number), encoding="utf-8")


def renamed(text: str, number: int) -> str:
    """The text with other names for everything that it defines at its top level."""
    names = {name for match in _DEFINED.finditer(text) for name in match.groups() if name}
    if not names:
        return text
    # Names after a dot may belong to somebody else, and those in quotes are step names.
    pattern = re.compile(rf"(?<![.\"\w/-])({'|'.join(map(re.escape, sorted(names)))})(?![\"\w-])")
    return pattern.sub(rf"\1_{number}", text)


def originals(*, correct: bool) -> list[tuple[Path, str]]:
    """Return the handler files of this repository that are right, or those with mistakes, with their texts."""
    found = [
        (path, path.read_text(encoding="utf-8")) for top in HANDLERS for path in sorted(top.rglob("*.py"))
    ]
    return [
        (path, text)
        for path, text in found
        if "upstash_workflow" in text and _is_correct(path) is correct and _parses(text)
    ]


def _is_correct(path: Path) -> bool:
    return path.name.startswith("ok_") or path.stem.endswith("_fixed") or path.parent.name == "silent"


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _alike() -> list[tuple[Path, str]]:
    """Those that share their head, so that they can stand in one file."""
    head = "app = FastAPI()\nserve = Serve(app)\nLOG: list[str] = []\n"
    known = {
        "asyncio",
        "random",
        "time",
        "uuid",
        "datetime",
        "typing",
        "fastapi",
        "upstash_workflow",
        "__future__",
    }
    return [
        (path, text)
        for path, text in originals(correct=True)
        if head in text
        and known.issuperset(re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE))
        and "fastapi import FastAPI\n" in text
    ]
