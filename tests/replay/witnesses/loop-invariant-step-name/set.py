"""A set and one name for all steps: another process has another order, one item is done twice, one never."""

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
    for item in set(context.request_payload["items"]):
        results[item] = context.run("process", lambda: process(item))
    context.run("store", lambda: results)
