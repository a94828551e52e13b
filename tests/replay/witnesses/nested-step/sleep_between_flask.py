"""Debit, sleep, credit in one step: the debit happens, the credit never does."""

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
        context.sleep("cool-down", 60)
        return credit()

    context.run("move", move)
