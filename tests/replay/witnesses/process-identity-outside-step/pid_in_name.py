"""The worker's process id is part of a step name: the next delivery is served by another process."""

import os
from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def reserve(seats: int) -> int:
    LOG.append("reserve")
    return seats


@serve.route("/bookings", retries=0)
def book(context: WorkflowContext[dict[str, Any]]) -> None:
    context.run(f"reserve-{os.getpid()}", lambda: reserve(2))
    context.run("confirm", lambda: "confirmed")
