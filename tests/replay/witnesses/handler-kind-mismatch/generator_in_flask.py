"""A generator handler's body never runs: the dry run meets no step."""

from collections.abc import Iterator

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


@serve.route("/work")
def work(context: WorkflowContext) -> Iterator[str]:
    yield context.run("work", lambda: "work")
