"""Re-raising the abort is not enough: the mismatch of the next delivery is caught too and the step is done twice."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowAbort, WorkflowContext
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
    except WorkflowAbort:
        raise
    except Exception:
        LOG.append("caught")
    context.run("ship", lambda: do("ship"))
