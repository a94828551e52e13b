"""A sync context does not await: the result is a coroutine, which is no JSON, and the work is never done."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


async def charge() -> int:
    LOG.append("charge")
    return 120


@serve.route("/work")
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    context.run("charge", charge)
