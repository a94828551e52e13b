"""How often code outside steps runs, as `wflint explain` tells it, and as the SDK does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.explaining import explain_files
from wflint.explaining.nodes import BlockNode, EffectNode
from wflint.files.discovery import SourceFile
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wflint.explaining.bounds import Bounds
    from wflint.explaining.nodes import TreeNode

    from .node import Driver

HEAD = """
import type { WorkflowContext } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

async function both(context: WorkflowContext): Promise<void> {
  await context.run("both-one", () => 1);
  await context.run("both-two", () => 2);
}

async function one(context: WorkflowContext): Promise<void> {
  await context.run("one", () => 1);
}

export const { POST } = serve(async (context) => {
"""
STEPS = {
    "one after the other": """
  console.log("begin");
  await context.run("a", () => 1);
  console.log("middle");
  await context.sleep("b", 1);
  console.log("end");
""",
    "with a call": """
  console.log("begin");
  await context.call("a", { url: "https://a.test" });
  console.log("middle");
  await context.run("b", () => 1);
""",
    "a list of steps": """
  console.log("begin");
  await context.run("a", () => 1);
  console.log("middle");
  await Promise.all([context.run("b", () => 1), context.run("c", () => 1), context.sleep("d", 1)]);
  console.log("behind");
  await context.run("e", () => 1);
  console.log("end");
""",
    "branches of several steps": """
  console.log("begin");
  await Promise.all([both(context), one(context), context.run("c", () => 1)]);
  console.log("middle");
  const started = both(context);
  await Promise.all([started, one(context)]);
  console.log("end");
""",
    "one branch alone": """
  console.log("begin");
  await Promise.all([both(context)]);
  console.log("end");
""",
}


def _told(nodes: Iterable[TreeNode], runs: Bounds | None = None) -> Iterator[tuple[str, Bounds | None]]:
    """What is logged, and how often."""
    for node in nodes:
        if isinstance(node, EffectNode):
            yield node.chain[0].call.split('"')[1], runs or node.runs
        elif isinstance(node, BlockNode):
            for part in node.parts:
                yield from _told(part.nodes, runs)


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_code_between_steps_runs_as_often_as_is_told(drive: Driver, tmp_path: Path, steps: str) -> None:
    path = tmp_path / "route.ts"
    path.write_text(f"{HEAD}{steps}}});\n", encoding="utf-8")
    explained = explain_files([SourceFile(path, path.name, explicit=True, real=path)], Scope())
    [workflow] = [each for each in explained.workflows if each.served is not None]
    told = dict(_told((*workflow.prelude, *workflow.body, *workflow.tail)))
    text = path.read_text(encoding="utf-8")

    by_client = drive(sources=[text], start="client")
    by_post = drive(sources=[text], start="post")

    assert by_client.status == by_post.status == "completed"
    for mark, runs in told.items():
        assert runs is not None
        assert {by_client.log.count(mark), by_post.log.count(mark)} == {runs.least, runs.most}, mark
