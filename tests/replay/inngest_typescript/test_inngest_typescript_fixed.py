"""What `wflint fix` makes of wrong functions runs right on the real SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fixing import fixed

from wflint.findings import Level

from .node import HANDLERS
from .test_inngest_typescript_correct import WRONG

if TYPE_CHECKING:
    from wflint.fixes import FixResult

    from .node import Driver

_MENDED: dict[str, Any] = {
    "attribute-on-step-result/date": 0,
    "clock-outside-step/two_steps": None,
    "invalid-duration/no_name": "done",
    "late-binding-step/var": ["alpha", "beta", "gamma"],
    "mutation-inside-step/total": 5,
    "nested-step/after_await": "credited",
    "nested-step/direct": "credited",
    "nested-step/event": "transferred",
    "nested-step/not_awaited": None,
    "nested-step/sleep": "transferred",
    "network-outside-step/event_sent": "shipped",
    "network-outside-step/request": "shipped",
    "random-outside-step/id": None,
    "step-called-early/promise": "receipt",
    "step-called-early/result": "receipt",
    "step-function-arguments/method": 12,
    "step-not-awaited/for_each": "done",
    "step-not-awaited/last": "done",
    "step-not-awaited/only": "done",
    "unstable-step-name/random_id": "shipped",
}
"""What the mended functions return, where that says something."""


def _result(handler: str) -> FixResult:
    return fixed(HANDLERS / f"{handler}.ts", level=Level.WARNING)


def _is_mended(handler: str, result: FixResult) -> bool:
    rule = handler.partition("/")[0]
    applied = {each.finding.name for each in result.applied}
    return rule in applied - {each.finding.name for each in result.remaining}


@pytest.mark.parametrize("handler", sorted(_MENDED))
def test_a_wrong_function_runs_right_once_it_is_fixed(drive: Driver, handler: str) -> None:
    result = _result(handler)
    (text,) = result.after.values()
    outcome = drive(handler, sources=[text])

    assert _is_mended(handler, result)
    assert outcome.status == "completed"
    assert (outcome.errors, outcome.unhandled) == ([], [])
    assert max(outcome.ran.values(), default=1) == 1
    assert len(set(outcome.names)) == len(outcome.names)
    if _MENDED[handler] is not None:
        assert outcome.result == _MENDED[handler]
    elif "first" in str(outcome.result):
        assert outcome.result["first"] == outcome.result["second"]


def test_the_others_are_left_to_people() -> None:
    # The step that is awaited then fails the run, which it did not do before.
    mended = {*_MENDED, "step-not-awaited/beside", "unserializable-workflow-result/bigint"}
    others = [handler for handler in WRONG if handler not in mended and not handler.endswith("_3")]

    assert [handler for handler in others if _is_mended(handler, _result(handler))] == []
    assert len(others) > 10
