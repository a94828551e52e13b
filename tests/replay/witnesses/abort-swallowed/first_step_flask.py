"""In Flask the step after it runs in the same delivery, with the fallback, and nobody complains."""

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
    try:
        price = context.run("price", lambda: do("price"))
    except Exception:
        price = "fallback"
    context.run("charge", lambda: do(f"charge {price}"))
