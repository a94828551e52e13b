"""One step after the other."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source


@serve.route("/report")
def report(context: WorkflowContext[dict[str, Any]]) -> None:
    sales = context.run("sales", lambda: fetch("sales"))
    stock = context.run("stock", lambda: fetch("stock"))
    context.run("publish", lambda: [sales, stock])
