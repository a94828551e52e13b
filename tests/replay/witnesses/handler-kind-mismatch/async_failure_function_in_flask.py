"""Flask does not await the failure function: its body never runs."""

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
    raise ValueError("card declined")


async def on_failure(
    context: WorkflowContext[dict[str, Any]], status: int, message: str, headers: dict[str, str]
) -> None:
    do(message)


@serve.route("/work", failure_function=on_failure)
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    context.run("charge", charge)
