"""The thread is started on every pass, seven times for two steps."""

import threading
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


@serve.route("/work")
def work(context: WorkflowContext[dict[str, Any]]) -> None:
    thread = threading.Thread(target=do, args=("thread",))
    thread.start()
    thread.join()
    context.run("first", lambda: do("first"))
    context.run("second", lambda: do("second"))
