"""In Flask nothing complains at first: the inner step is recorded as the second, the outer one never."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def debit() -> str:
    LOG.append("debit")
    return "debited"


def credit() -> str:
    LOG.append("credit")
    return "credited"


@serve.route("/transfers")
def transfer(context: WorkflowContext[dict[str, Any]]) -> None:
    def move() -> str:
        debit()
        return context.run("credit", credit)

    context.run("move", move)
