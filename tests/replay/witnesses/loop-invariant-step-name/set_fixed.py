"""A sorted list has the same order in every process, and each step its own name."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def process(item: str) -> str:
    LOG.append(item)
    return item


@serve.route("/items")
def items(context: WorkflowContext[dict[str, Any]]) -> None:
    results = {}
    for index, item in enumerate(sorted(set(context.request_payload["items"]))):
        results[item] = context.run(f"process-{index}", lambda: process(item))
    context.run("store", lambda: results)
