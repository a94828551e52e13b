"""Answers one delivery in an interpreter of its own: a job as JSON on stdin, the reply as JSON on stdout."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from .endpoint import InProcess, loaded
from .wire import Request


def main() -> None:
    """Read the job, deliver, print the reply."""
    job = json.load(sys.stdin)
    witness = Path(job["witness"])
    with loaded(witness.read_text(encoding="utf-8"), str(witness)) as module:
        endpoint = InProcess(vars(module), job["path"])
        reply = endpoint.deliver(Request(**job["request"]))
        endpoint.close()
    sys.stdout.write("\n" + json.dumps({**asdict(reply), "log": endpoint.log(), "url": endpoint.url}) + "\n")


if __name__ == "__main__":
    main()
