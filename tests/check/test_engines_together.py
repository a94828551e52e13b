"""Several engines in one file, and in one project."""

from __future__ import annotations

from pathlib import Path

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_files
from wflint.files.discovery import SourceFile, discover
from wflint.languages import SUFFIXES
from wflint.rules import all_rules

THREE = """import time

import inngest
from dbos import DBOS
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

serve = Serve(FastAPI())
client = inngest.Inngest(app_id="shop")


@DBOS.step()
def keep(now: float) -> None:
    print(now)


@serve.post("/orders")
async def by_upstash(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    keep(now)
    await context.run("a", lambda: keep(now))
    await context.run("b", lambda: keep(now))


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order"))
async def by_inngest(ctx: inngest.Context) -> None:
    now = time.time()
    await ctx.step.run("a", keep, now)
    await ctx.step.run("b", keep, now)


@DBOS.workflow()
def by_dbos() -> None:
    now = time.time()
    keep(now)
    keep(now)
"""


def options() -> CheckOptions:
    return CheckOptions(frozenset(rule.name for rule in all_rules()))


def told(report: Report) -> list[tuple[str, str | None, str | None]]:
    return [(each.code, each.engine, each.handler) for each in report.findings]


def test_each_handler_of_a_file_is_judged_by_its_engine() -> None:
    path = Path("/nowhere/app.py")
    file = SourceFile(path, "app.py", explicit=True, real=path)
    report = check_files([file], options(), buffers={path: THREE.encode()})

    assert told(report) == [
        ("WF101", "upstash", "by_upstash"),
        ("WF101", "inngest", "by_inngest"),
        ("WF101", "dbos", "by_dbos"),
    ]
    # A step of another engine is a plain function here.
    assert report.steps == 6
    assert [each.message for each in report.findings][2] == (
        '`time.time()` reads a different time whenever the workflow is recovered, so calls of step "keep" use different ones'
    )


def test_a_folder_may_bear_the_name_of_its_engine(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "inngest"
    folder.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n", encoding="utf-8")
    (folder / "client.py").write_text(
        "import inngest\nclient = inngest.Inngest(app_id='shop')\n", encoding="utf-8"
    )
    (folder / "functions.py").write_text(
        "import time\nimport inngest\nfrom .client import client\n\n\n"
        "@client.create_function(fn_id='order', trigger=inngest.TriggerEvent(event='shop/order'))\n"
        "async def order(ctx):\n"
        "    now = time.time()\n"
        "    await ctx.step.run('a', print, now)\n"
        "    await ctx.step.run('b', print, now)\n",
        encoding="utf-8",
    )

    assert told(check_files(discover([tmp_path], suffixes=SUFFIXES, cwd=tmp_path), options())) == [
        ("WF101", "inngest", "order")
    ]


def test_the_class_of_an_engine_may_come_from_a_module_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "core.py").write_text("from dbos import DBOS\n", encoding="utf-8")
    (tmp_path / "flows.py").write_text(
        "import time\nfrom core import DBOS\n\n\n"
        "@DBOS.workflow()\n"
        "def order():\n"
        "    now = time.time()\n"
        "    DBOS.run_step({'name': 'a'}, print, now)\n"
        "    DBOS.run_step({'name': 'b'}, print, now)\n",
        encoding="utf-8",
    )

    assert told(check_files(discover([tmp_path], suffixes=SUFFIXES, cwd=tmp_path), options())) == [
        ("WF101", "dbos", "order")
    ]
