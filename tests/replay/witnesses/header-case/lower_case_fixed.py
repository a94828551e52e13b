"""Title-Case under Flask."""

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
    if context.headers.get("Authorization") != "Bearer secret":
        return
    context.run("work", lambda: do("work"))
