"""A dictionary keeps the order of the set that its keys came from."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.route("/work", retries=0)
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    for item in dict.fromkeys(set(context.request_payload["items"])):
        context.run(f"process-{item}", lambda: do(item))
