"""Runs fixes over fixtures, and shows what they change."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.options import CheckOptions
from wflint.files.discovery import SourceFile, discover
from wflint.findings import Level
from wflint.fixes import EVERYTHING, Answer, FixPolicy, FixResult, fix_files
from wflint.languages import SUFFIXES
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from wflint.findings import Finding

EVERY_RULE = frozenset(rule.name for rule in all_rules())
UNSAFE = EVERYTHING
NOTHING = FixPolicy(ask=lambda _: Answer.NO)


def fixed(
    path: Path,
    rules: Iterable[str] = EVERY_RULE,
    wanted: FixPolicy = UNSAFE,
    level: Level = Level.INFO,
    buffers: dict[Path, bytes] | None = None,
) -> FixResult:
    """Fix a file, or all files in a folder, in memory; buffers stand for the contents of files on disk."""
    root = path if path.is_dir() else path.parent
    files = discover([path], suffixes=SUFFIXES, cwd=root)
    return fix_files(files, CheckOptions(frozenset(rules), min_level=level), wanted, buffers=buffers)


def fixed_text(
    text: str, rules: Iterable[str] = EVERY_RULE, wanted: FixPolicy = UNSAFE, name: str = "app.py"
) -> FixResult:
    """Fix a text as if it were a file of a name."""
    path = Path("/nowhere") / name
    file = SourceFile(path, name, explicit=True, real=path)
    options = CheckOptions(frozenset(rules), min_level=Level.INFO)
    return fix_files([file], options, wanted, buffers={file.real: text.encode()})


def finding(text: str, code: str) -> Finding:
    """The first finding of a rule in a text."""
    found = fixed_text(text, wanted=NOTHING).remaining
    return next(each.finding for each in found if each.finding.code == code)


def after(text: str, rules: Iterable[str] = EVERY_RULE, wanted: FixPolicy = UNSAFE) -> str:
    """The text of a file with all fixes made."""
    return fixed_text(text, rules, wanted).after.get("app.py", text)


def fixed_witness(folder: Path, witness: str) -> tuple[str, list[str]]:
    """The text of a witness `rule/case` after all fixes, and the rules of the findings that remain."""
    path = next(folder.glob(f"{witness}.*"))
    result = fixed(path, level=Level.WARNING)
    left = [each.finding.name for each in result.remaining]
    return result.after.get(path.name, path.read_text(encoding="utf-8")), left


def changed_witnesses(folder: Path, left_out: Container[str] = ()) -> list[str]:
    """The wrong witnesses `rule/case` that fixes change."""
    found: list[str] = []
    for path in sorted(folder.glob("*/*.py")):
        witness = path.relative_to(folder).with_suffix("").as_posix()
        is_wrong = path.parent.name != "silent" and not path.stem.endswith("_fixed")
        if is_wrong and witness not in left_out and fixed(path, level=Level.WARNING).after:
            found.append(witness)
    return found


def diff(result: FixResult) -> str:
    """What fixes change, as one diff."""
    lines = [
        line
        for path in sorted(result.after)
        for line in difflib.unified_diff(
            result.before[path].text.splitlines(),
            result.after[path].splitlines(),
            path,
            path,
            n=1,
            lineterm="",
        )
    ]
    return "".join(f"{line}\n" for line in lines)


def patched(text: str, shown: str) -> str:
    """A text after what `diff` shows of it alone."""
    before, after, place = text.splitlines(), list[str](), 0
    for line in shown.splitlines()[2:]:
        if hunk := _HUNK.match(line):
            start = int(hunk[1]) - (hunk[2] != "0")
            after += before[place:start]
            place = start
        elif line.startswith("+"):
            after.append(line[1:])
        else:
            after += before[place : place + 1] if line.startswith(" ") else []
            place += 1
    return "".join(f"{line}\n" for line in after + before[place:])


_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+")


def handler(body: str, imports: str = "", *, sync: bool = False) -> str:
    """A file with one handler of this body."""
    lines = "".join(f"    {line}\n" if line else "\n" for line in body.strip("\n").splitlines())
    head = _SYNC if sync else _ASYNC
    return f"{imports}{head}{lines}"


_ASYNC = """\
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)


@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
"""
_SYNC = """\
from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)


@serve.route("/orders")
def orders(context: WorkflowContext[dict]) -> None:
    order = context.request_payload
"""
_BODY = "    order = context.request_payload\n"


def body_of(text: str) -> str:
    """The body of the handler in a file that `handler` made, its first line left out."""
    lines = text.partition(_BODY)[2].splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines)


def fixed_body(body: str, imports: str = "", *, sync: bool = False, rules: Iterable[str] = EVERY_RULE) -> str:
    """The body of a handler with all fixes made."""
    return body_of(after(handler(body, imports, sync=sync), rules))


def refusals(body: str, imports: str = "", *, sync: bool = False) -> list[str]:
    """Why fixes are refused in a handler of this body."""
    result = fixed_text(handler(body, imports, sync=sync))
    return [each.reason for each in result.remaining if each.reason]
