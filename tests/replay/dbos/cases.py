"""How the witnesses are driven, and the errors that recur."""

from __future__ import annotations

from typing import Any

from .drive import WITNESSES, Outcome, drive

NO_LOOP = "RuntimeError: {0}() was called while an event loop is running. Use await {0}_async(...) instead."
NOT_IN_STEP = {
    "call": "AssertionError: ",
    "sleep": "AssertionError: sleep() must be called from within a workflow",
    "recv": "DBOSException: DBOS Error: recv() must be called from within a workflow",
}


def outcome_of(witness: str, *args: Any, **options: Any) -> Outcome:
    """Drive the witness `rule/case`, by default with a crash after the first step."""
    options.setdefault("crash_after", [1])
    return drive(WITNESSES / f"{witness}.py", *args, **options)


def unexpected(step: int, recorded: str, wanted: str) -> str:
    """Return the error of a recovery that asks for the step `wanted` where `recorded` is."""
    return (
        f"DBOSUnexpectedStepError: DBOS Error 11: During execution of workflow run-1 step {step}, function {recorded} "
        f"was recorded when {wanted} was expected. Check that your workflow is deterministic."
    )
