"""A set is no JSON, in Flask as well."""

from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def tags() -> set[str]:
    LOG.append("tags")
    return {"new", "paid"}


@serve.route("/tags")
def tagging(context: WorkflowContext[dict[str, Any]]) -> None:
    context.run("tags", tags)
