"""Steps in a thread pool: both run in one delivery and the second one runs again."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source


@serve.route("/report")
def report(context: WorkflowContext[dict[str, Any]]) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        sales = pool.submit(context.run, "sales", lambda: fetch("sales"))
        stock = pool.submit(context.run, "stock", lambda: fetch("stock"))
    context.run("publish", lambda: [sales.result(), stock.result()])
