"""The shard comes from a digest of the customer's name, which is the same in every process."""

import zlib
from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def store(shard: str) -> str:
    LOG.append(shard)
    return shard


@serve.route("/uploads", retries=0)
def upload(context: WorkflowContext[dict[str, Any]]) -> None:
    customer = context.request_payload["customer"]
    if zlib.crc32(customer.encode()) % 2:
        context.run("store-odd", lambda: store("odd"))
    else:
        context.run("store-even", lambda: store("even"))
    context.run("confirm", lambda: "confirmed")
