"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, each step exactly once."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import changed_witnesses, fixed_witness

from replay.cases import NO_PROXY

from .drive import WITNESSES, drive

_LEFT_OUT = {
    "function-called-directly/awaited": "it then waits for the other function, which its own test answers for",
    "network-outside-step/after_last_step": "it fails on purpose at its end",
    "duplicate-step-name/condition_changes": "two of its steps have one name, which is right here",
    "unordered-iteration/constant_id": "it reads a folder that only its own test has",
}


# The wrong witnesses that fixes change.
_CHANGED = (
    "async-step-in-sync-handler/coroutine",
    "async-step-in-sync-handler/lambda_on_fastapi",
    "attribute-on-step-result/dataclass_as_dict",
    "attribute-on-step-result/model_without_output_type",
    "clock-outside-step/decides_branch",
    "clock-outside-step/ends_early",
    "clock-outside-step/two_steps",
    "database-outside-step/insert_in_prelude",
    "environment-outside-step/decides_step",
    "filesystem-outside-step/append_between_steps",
    "late-binding-step/closures_in_list",
    "late-binding-step/parallel_comprehension",
    "nested-step/after_parallel",
    "nested-step/in_lambda",
    "nested-step/send_event_in_step",
    "network-outside-step/post_in_prelude",
    "parallel-steps/gather",
    "parallel-steps/gather_branches",
    "process-identity-outside-step/pid_in_id",
    "random-outside-step/decides_steps",
    "random-outside-step/two_steps",
    "step-called-early/called",
    "step-called-early/coroutine",
    "step-function-arguments/keyword",
    "step-not-awaited/always_true",
    "step-not-awaited/first",
    "step-not-awaited/last",
    "step-not-awaited/only",
    "step-not-awaited/parallel_group",
    "step-not-awaited/result_used",
    "step-not-awaited/returned",
    "step-not-awaited/sleep",
    "unserializable-workflow-result/set",
    "unstable-step-name/after_parallel",
    "unstable-step-name/clock_in_sleep",
    "unstable-step-name/in_parallel",
    "unstable-step-name/request_id",
    "unstable-step-name/uuid",
)


@pytest.mark.parametrize("witness", _CHANGED)
def test_a_wrong_witness_runs_right_once_it_is_fixed(
    witness: str, payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARRIER", "post")
    for name, value in NO_PROXY.items():
        monkeypatch.setenv(name, value)
    text, left = fixed_witness(WITNESSES, witness)

    outcome = drive(text, data=payload)

    assert witness.partition("/")[0] not in left
    assert (outcome.status, outcome.errors) == ("completed", ())
    assert set(outcome.executed.values()) == {1}
    assert (outcome.warnings, outcome.loop_errors) == ((), ())


@pytest.mark.no_cover
def test_these_are_the_witnesses_that_fixes_change() -> None:
    assert changed_witnesses(WITNESSES, _LEFT_OUT) == list(_CHANGED)
