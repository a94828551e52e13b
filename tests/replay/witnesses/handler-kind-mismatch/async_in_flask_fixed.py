"""A sync handler."""

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


@serve.route("/work")
def work(context: WorkflowContext) -> None:
    context.run("work", lambda: LOG.append("work"))
