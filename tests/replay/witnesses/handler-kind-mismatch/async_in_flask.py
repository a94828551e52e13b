"""Flask's `serve.route` takes sync handlers only."""

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


@serve.route("/work")
async def work(context: WorkflowContext) -> None:
    await context.run("work", lambda: LOG.append("work"))
