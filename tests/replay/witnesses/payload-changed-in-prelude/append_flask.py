"""Three passes add the gift, one after the other, before it is packed."""

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


@serve.route("/work")
def work(context: WorkflowContext[dict]) -> None:
    items = context.request_payload["items"]
    items.append("gift")
    context.run("pack", lambda: LOG.append(f"{items.count('gift')} gifts"))
    context.run("close", lambda: LOG.append(f"{items.count('gift')} gifts"))
