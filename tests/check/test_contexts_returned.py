"""A context that a step returns is called what its class is called in the engine at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import SourceFile
from wflint.findings import Level

if TYPE_CHECKING:
    from pathlib import Path

UPSTASH = """
from fastapi import FastAPI
from upstash_workflow.fastapi import AsyncWorkflowContext, Serve

serve = Serve(FastAPI())


@serve.post("/orders")
async def pay(context: AsyncWorkflowContext[dict]) -> None:
    async def work():
        return context

    await context.run("work", work)
"""
INNGEST = """
import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="pay", trigger=inngest.TriggerEvent(event="order"))
async def pay(ctx: inngest.Context) -> None:
    async def work():
        return ctx

    await ctx.step.run("work", work)
"""


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        pytest.param(UPSTASH, "WorkflowContext", id="upstash"),
        pytest.param(INNGEST, "Context", id="inngest"),
        pytest.param(INNGEST.replace("return ctx", "return ctx.step"), "Step", id="a part of it"),
    ],
)
def test_a_context_is_called_what_its_class_is_called(source: str, type_: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.py"
    file.write_text(source, encoding="utf-8")
    rules = frozenset({"unserializable-step-result"})

    report = check_files(
        [SourceFile(file, file.name, explicit=True, real=file)], CheckOptions(rules, Level.INFO)
    )

    [finding] = report.findings
    assert f" returns a {type_} and fails with " in finding.message
