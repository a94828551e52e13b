"""`time.sleep` before the first step holds a worker on every pass, five times for a single step."""

import time
from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def pause() -> None:
    LOG.append("pause")
    time.sleep(0.001)


@serve.route("/retry-later")
def later(context: WorkflowContext[dict[str, Any]]) -> None:
    pause()
    context.run("work", lambda: "done")
