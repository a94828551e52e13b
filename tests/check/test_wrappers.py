"""Handlers and steps behind wrappers of one's own, which the configuration names."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_files
from wflint.config.kinds import StepWrapper
from wflint.engines import load_profiles
from wflint.engines.wrappers import with_handlers, with_steps
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.rules import all_rules
from wflint.workspace.scope import Scope

HANDLERS = {"myapp.workflows.durable": "upstash_workflow.fastapi.Serve.post"}
RUN_STEP = StepWrapper(("context", "name", "fn"), name="name", function="fn")
STEPS = {"myapp.steps.run_step": RUN_STEP}

BODY = """
async def orders(context):
    now = time.time()
    await context.run("a", lambda: print(now))
    await context.run("b", lambda: print(now))
"""


def checked(
    folder: Path,
    files: dict[str, str],
    handlers: dict[str, str] | None = None,
    steps: dict[str, StepWrapper] | None = None,
) -> Report:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    profiles = with_handlers(load_profiles(), handlers or {}, str)
    profiles = with_steps(profiles, steps or {}, str)
    options = CheckOptions(frozenset(rule.name for rule in all_rules()), scope=Scope(profiles=profiles))
    return check_files(discover([folder], suffixes=SUFFIXES, cwd=folder), options)


def found(
    folder: Path,
    files: dict[str, str],
    handlers: dict[str, str] | None = None,
    steps: dict[str, StepWrapper] | None = None,
) -> list[str]:
    """The names of the findings."""
    return [finding.name for finding in checked(folder, files, handlers, steps).findings]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- handlers ---

BARE = f"import time\nfrom myapp.workflows import durable\n@durable{BODY}"
OPTIONS = f"import time\nfrom myapp.workflows import durable\n@durable('/orders', colour='red'){BODY}"
ARGUMENT = f"import time\nimport myapp.workflows\n{BODY}\nmyapp.workflows.durable('/orders', orders)\n"
ALIAS = f"import time\nfrom myapp.workflows import durable as d\n@d(){BODY}"


@pytest.mark.parametrize(
    "text", [BARE, OPTIONS, ARGUMENT, ALIAS], ids=["bare", "options", "argument", "alias"]
)
def test_a_wrapper_of_a_library_makes_handlers(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"flow.py": text}) == []
    assert found(tmp_path, {"flow.py": text}, HANDLERS) == ["clock-outside-step"]


def test_a_function_of_the_sdk_may_decorate_as_well(tmp_path: Path) -> None:
    text = f"import time\nfrom upstash_workflow import async_serve\n@async_serve{BODY}"
    assert found(tmp_path, {"flow.py": text}) == ["clock-outside-step"]


# It hides the handler behind a table that no analysis sees through.
OWN = """
    from upstash_workflow.fastapi import Serve
    from somewhere import app, registry
    def durable(path, **options):
        return registry[path](Serve(app), **options)
"""
OBJECT = """
    from somewhere import make
    durable = make()
"""


@pytest.mark.parametrize(
    "place", ["myapp/workflows.py", "src/myapp/workflows.py", "myapp/workflows/__init__.py"]
)
@pytest.mark.parametrize("wrapper", [OWN, OBJECT], ids=["function", "object"])
def test_a_wrapper_of_the_project_makes_handlers(tmp_path: Path, place: str, wrapper: str) -> None:
    assert found(tmp_path, {place: wrapper, "flow.py": OPTIONS}) == []
    assert found(tmp_path, {place: wrapper, "flow.py": OPTIONS}, HANDLERS) == ["clock-outside-step"]


def test_a_wrapper_that_is_imported_from_elsewhere_makes_handlers(tmp_path: Path) -> None:
    files = {
        "myapp/workflows.py": "from .inner import durable\n",
        "myapp/inner.py": dedent(OWN),
        "flow.py": OPTIONS,
    }
    assert found(tmp_path, files, HANDLERS) == ["clock-outside-step"]
    assert found(tmp_path, files, {"myapp.inner.durable": HANDLERS["myapp.workflows.durable"]}) == [
        "clock-outside-step"
    ]


def test_a_method_of_an_object_makes_handlers(tmp_path: Path) -> None:
    text = f"import time\nfrom myapp import App\napp = App()\n@app.durable('/a'){BODY}"
    handlers = {"myapp.App.durable": "upstash_workflow.fastapi.Serve.post"}
    assert found(tmp_path, {"flow.py": text}, handlers) == ["clock-outside-step"]


def test_a_function_of_the_same_name_elsewhere_is_no_wrapper(tmp_path: Path) -> None:
    files = {"other/workflows.py": "def durable(function): return function\n"}
    text = BARE.replace("myapp", "other")
    assert found(tmp_path, {**files, "flow.py": text}, HANDLERS) == []


def test_what_a_wrapper_takes_is_its_own_affair(tmp_path: Path) -> None:
    # Neither the options, the keys of the signature nor what the wrapper hands to the function are known.
    text = """
        from myapp.workflows import durable
        @durable("/orders", receiver=None, url="http://localhost", colour="red")
        async def orders(context, database):
            await context.run("a", print)
    """
    assert found(tmp_path, {"flow.py": text}, HANDLERS) == []


# --- steps ---

HEAD = """\
import time, uuid
from functools import partial
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve
from myapp.steps import run_step
serve = Serve(FastAPI())
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[str]) -> None:
"""
RIGHT = (
    HEAD
    + """\
    now = await run_step(context, "get-now", time.time)
    await run_step(context=context, fn=lambda: print(now), name="tell")
"""
)


def test_steps_of_a_wrapper_are_steps(tmp_path: Path) -> None:
    assert checked(tmp_path, {"flow.py": RIGHT}).steps == 0
    report = checked(tmp_path, {"flow.py": RIGHT}, steps=STEPS)
    assert (report.steps, report.unknown_calls, report.findings) == (2, 0, ())


def test_a_wrapper_of_the_project_is_not_followed(tmp_path: Path) -> None:
    wrapper = "async def run_step(context, name, fn):\n    return await table[name](context, fn)\n"
    assert found(tmp_path, {"flow.py": RIGHT, "myapp/steps.py": wrapper}, steps=STEPS) == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            "now = time.time()\n    await run_step(context, 'a', lambda: print(now))\n    await run_step(context, 'b', lambda: print(now))",
            "clock-outside-step",
        ),
        ("await run_step(context, f'a-{uuid.uuid4()}', print)", "unstable-step-name"),
        ("run_step(context, 'a', print)", "step-not-awaited"),
        (
            "await run_step(context, 'a', print)\n    await run_step(context, 'a', print)",
            "duplicate-step-name",
        ),
        ("await run_step(context, 'a', lambda: uuid.uuid4())", "unserializable-step-result"),
        ("arguments = [context, '', print]\n    await run_step(*arguments)", "invalid-step-name"),
    ],
    ids=["captured", "name", "not awaited", "twice", "result", "spread"],
)
def test_mistakes_around_steps_of_a_wrapper_are_found(tmp_path: Path, body: str, name: str) -> None:
    assert name in found(tmp_path, {"flow.py": f"{HEAD}    {body}\n"}, steps=STEPS)


def test_further_arguments_of_a_wrapper_are_its_own_affair(tmp_path: Path) -> None:
    text = HEAD + "    await run_step(context, 'a', lambda order: print(order), 7, retries=3)\n"
    assert found(tmp_path, {"flow.py": text}, steps=STEPS) == []


def test_a_wrapper_may_think_of_the_name_itself(tmp_path: Path) -> None:
    steps = {"myapp.steps.run_step": StepWrapper(("fn", "context"), context="context", function="fn")}
    text = HEAD + "    await run_step(print, context)\n    await run_step(input, context=context)\n"
    assert found(tmp_path, {"flow.py": text}, steps=steps) == []


def test_a_wrapper_of_a_sleep_is_one(tmp_path: Path) -> None:
    nap = StepWrapper(("context", "name", "seconds"), name="name", duration="seconds", method="sleep")
    text = HEAD + "    await run_step(context, 'a', -3)\n"
    assert found(tmp_path, {"flow.py": text}, steps={"myapp.steps.run_step": nap}) == ["invalid-duration"]


def test_without_a_context_a_wrapper_runs_no_step(tmp_path: Path) -> None:
    text = HEAD + "    await context.run('a', print)\n    run_step(None, 'a', print)\n"
    assert "step-not-awaited" not in found(tmp_path, {"flow.py": text}, steps=STEPS)
