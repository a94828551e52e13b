"""The fallback is recorded as the second step, and the next delivery asks for the first."""

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


def charge() -> str:
    LOG.append("charge")
    raise ValueError("card declined")


@serve.route("/work")
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    try:
        context.run("charge", charge)
    except ValueError:
        context.run("fallback", lambda: do("fallback"))
