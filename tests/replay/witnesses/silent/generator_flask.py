"""Steps in a generator and in `map`, in Flask."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Flask
from upstash_workflow import WorkflowContext
from upstash_workflow.flask import Serve

app = Flask(__name__)
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.route("/report")
def report(context: WorkflowContext[dict[str, Any]]) -> None:
    def pages() -> Iterator[str]:
        for number in range(2):
            yield context.run(f"fetch-{number}", partial(fetch, f"page {number}"))

    found = list(pages())
    checked = list(map(lambda page: context.run(f"check-{page}", partial(fetch, page)), found))
    context.run("publish", lambda: [found, checked])
