"""A plain Flask workflow."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.route("/report")
def report(context: WorkflowContext[dict[str, Any]]) -> None:
    page = context.run("load", lambda: fetch("sales"))
    context.sleep("wait", "10s")
    context.run("publish", lambda: fetch(page))
