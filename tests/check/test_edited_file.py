"""Checks of a file that somebody edits: after each edit they find what a check from scratch finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from wflint.explaining import Workflow
from wflint.pipeline.plan import make_finder, make_plan
from wflint.pipeline.run import CheckedProject, check_projects, explain_sessions
from wflint.workspace.workspace import Workspace

_HEAD = '''"""Orders."""

import random
import time

import httpx
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
SEEN = []


def moment():
    """Return when it is; long enough to be left out until somebody calls it, as most functions are in a file like this."""
    started = time.time()
    return round(started, 3)


class Store:
    """Holds what was sold, with methods that are long enough to be left out as well until somebody asks for them."""

    def __init__(self):
        self.items = []

    def draw(self):
        self.items.append(random.random())
        return self.items[-1]


store = Store()
'''
_HANDLER = """

@serve.post("/orders-{number}")
async def orders_{number}(context: AsyncWorkflowContext[dict]) -> None:
    payload = context.request_payload

    async def _charge() -> dict:
        return httpx.post("https://bank.example/charge", json=payload).json()

    receipt = await context.run("charge", _charge)
    {mistake}
    await context.run("tell", lambda: print(receipt))
"""
_MISTAKES = (
    "started = moment()",
    "drawn = store.draw()",
    "SEEN.append(receipt)",
    "print(receipt['status'])",
    "await context.sleep(f'wait-{time.time()}', 60)",
    "context.run('late', lambda: 1)",
    "pass",
)
_TEXT = _HEAD + "".join(
    _HANDLER.format(number=number, mistake=_MISTAKES[number % len(_MISTAKES)]) for number in range(20)
)
_LINES = (
    "    now = time.time()", "    await context.run('tell', lambda: print(1))", "    # wflint: ignore[WF101] for a test",
    "\n\n", "# outside", "LIMIT = moment()", "import uuid", "    SEEN.clear()", "    return 1", "    x = (", '    """',
    "    def __str__(self):\n        return str(time.time())", "    items = store.draw()", "def moment():\n    return 1",
)  # fmt: skip
STEPS = 10


def _edited(text: str, chance: random.Random) -> str:
    """Return a text after an edit: a line that comes, goes, or is another now, or everything taken back."""
    if chance.random() < 0.15:
        return _TEXT
    lines = text.splitlines()
    place = chance.randrange(len(lines))
    kind = chance.choice(("put in", "put in", "replace", "remove", "above"))
    if kind == "above":
        return chance.choice(_LINES) + "\n" + text
    lines[place : place + (kind != "put in")] = [] if kind == "remove" else [chance.choice(_LINES)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(4))
def test_edits_at_random(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "orders.py"
    file.write_text(_TEXT)
    plan = make_plan(
        [Path()], make_finder(tmp_path, (), {}, isolated=True), force_exclude=False, respect_gitignore=False
    )
    chance = random.Random(seed)  # noqa: S311 - no secret
    workspace, text = Workspace(), _TEXT
    found = 0
    for _ in range(STEPS):
        text = _edited(text, chance)
        buffers = {file.resolve(): text.encode()}
        (kept,), (anew,) = (
            check_projects(plan.projects, workspace=each, buffers=buffers)
            for each in (workspace, Workspace())
        )
        assert kept.report == anew.report
        assert _fixes(kept) == _fixes(anew)
        assert _workflows(kept) == _workflows(anew)
        found += len(kept.report.findings)
    assert found > STEPS


def _fixes(checked: CheckedProject) -> list[object]:
    """Return the findings, each with what its fix does."""
    report = checked.report
    fixes = ((each, report.fix_of(each)) for each in report.findings)
    return [(str(each), each.span, each.related, fix and fix.edits) for each, fix in fixes]


def _workflows(checked: CheckedProject) -> tuple[Workflow, ...]:
    return explain_sessions([checked.session]).workflows
