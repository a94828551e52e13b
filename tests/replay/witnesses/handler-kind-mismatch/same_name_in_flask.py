"""Flask knows a handler by its name: two of one name are rejected."""

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


@serve.route("/one")
def work(context: WorkflowContext) -> None:
    context.run("one", lambda: LOG.append("one"))


@serve.route("/two")
def work(context: WorkflowContext) -> None:  # noqa: F811
    context.run("two", lambda: LOG.append("two"))
