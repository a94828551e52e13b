"""Answers one delivery in a process of its own: a job tells which, and the file for the reply."""

from __future__ import annotations

import importlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .endpoint import InProcess, loaded
from .nursery import serve
from .wire import Request


def main() -> None:
    """Import what each process would, then wait for jobs."""
    for late in ("fastapi", "upstash_workflow.fastapi"):
        importlib.import_module(late)
    serve(deliver)


def deliver(job: dict[str, Any]) -> None:
    """Deliver a job's request, and write down the reply."""
    os.environ.clear()
    os.environ.update(job["env"])
    witness = Path(job["witness"])
    with loaded(witness.read_text(encoding="utf-8"), str(witness)) as module:
        endpoint = InProcess(vars(module), job["path"])
        reply = endpoint.deliver(Request(**job["request"]))
        endpoint.close()
    said = {**asdict(reply), "log": endpoint.log(), "url": endpoint.url}
    Path(job["reply"]).write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main()
