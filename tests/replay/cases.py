"""The payload and headers that the witnesses are driven with, and the errors that recur."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from typing import Any

from .drive import WITNESSES, Outcome, drive

ORDER = {
    "order_id": "o-17",
    "customer": "ada",
    "email": "ada@example.test",
    "amount": 120,
    "items": ["alpha", "beta", "gamma", "delta"],
    "notes": [],
}
HEADERS = {"Authorization": "Bearer secret"}
NO_PROXY = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
PARALLEL = (
    "WorkflowError: Running parallel steps is not yet available in workflow-py. "
    "Ensure that you are awaiting the steps sequentially."
)
UNAUTHENTICATED = (
    ": Failed to authenticate Workflow request. If this is unexpected, see the caveat https://upstash.com/docs"
    "/workflow/basics/caveats#avoid-non-deterministic-code-outside-context-run"
)


def outcome_of(witness: str, **options: Any) -> Outcome:
    """Drive the witness `rule/case`."""
    options.setdefault("payload", ORDER)
    return drive(WITNESSES / f"{witness}.py", headers=HEADERS, **options)


def incompatible(expected: str, got: str) -> str:
    """Return the error of a replay that asks for `expected` where `got` is recorded."""
    return f"WorkflowError: Incompatible step name. Expected '{expected}', got '{got}' from the request"


@functools.cache
def evaluated(expression: str, seed: int) -> str:
    """Print `expression` in an interpreter with this hash seed; what a seed gives differs between Pythons."""
    command = [sys.executable, "-S", "-c", f"print({expression})"]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
