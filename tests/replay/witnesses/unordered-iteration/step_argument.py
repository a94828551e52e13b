"""The step's name is stable, the joined set in its result is not what the next delivery joins."""

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


@serve.route("/work")
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    label = ",".join(set(context.request_payload["items"]))
    context.run("store", lambda: do(label))
    context.run("announce", lambda: do(label))
