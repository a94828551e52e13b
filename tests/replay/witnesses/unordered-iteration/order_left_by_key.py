"""Items of one length stay in the order of the set."""

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
    for item in sorted(set(context.request_payload["items"]), key=len):
        context.run(f"process-{item}", lambda: do(item))
