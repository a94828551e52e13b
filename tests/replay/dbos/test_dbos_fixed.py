"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, with a crash after its first step."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import changed_witnesses, fixed_witness
from sampling import sampled

from .drive import WITNESSES, drive

_SURROUNDINGS = "only its own test has what it writes to"
_LEFT_OUT = {
    "async-step-in-sync-handler/async_lambda_in_async_workflow": "an async workflow that blocks its loop does not crash",
    "database-outside-step/insert": _SURROUNDINGS,
    "filesystem-outside-step/journal": _SURROUNDINGS,
    "mutation-inside-step/total": "one of its two changes is left, which its fix says",
    "network-outside-step/post": _SURROUNDINGS,
    "parallel-steps/task_left_running": "nothing says where to wait for the task",
    "parallel-steps/two_steps_a_branch": "its branches wait for each other",
    "parallel-steps/two_steps_a_branch_named": "its branches wait for each other",
    "parallel-steps/two_steps_a_task": "its branches wait for each other",
    "parallel-steps/waits_first": _SURROUNDINGS,
    "process-outside-step/shell": _SURROUNDINGS,
    "step-not-awaited/last": "it sleeps for a week then",
    "timeout-around-step/sync_step": "where the time ends is for people to say",
    "unordered-iteration/as_completed": "which answer comes first is what it asks for",
    "unserializable-step-result/values": "it tries what cannot be stored",
}
_ARGUMENTS: dict[str, list[Any]] = {
    "async-step-in-sync-handler/async_lambda": [1200],
    "invalid-step-name/number": [[3, 5]],
    "invalid-step-name/uuid": ["00000000-0000-0000-0000-000000000007"],
    "late-binding-step/made_before": [["ada", "bea"]],
    "unordered-iteration/children_of_set": [["ada", "bea"]],
    "unordered-iteration/set_and_one_name": [["ada", "bea"]],
    "unordered-iteration/set_of_texts": [["ada", "bea"]],
    "unstable-step-name/hash_in_name": ["ada"],
}


# The wrong witnesses that fixes change.
_CHANGED = (
    "async-step-in-sync-handler/async_lambda",
    "broken-registration/class_without_parentheses",
    "broken-registration/no_parentheses",
    "broken-registration/step_above_classmethod",
    "broken-registration/step_without_parentheses",
    "broken-registration/workflow_above_classmethod",
    "broken-registration/workflow_above_staticmethod",
    "clock-outside-step/elapsed_time_decides",
    "clock-outside-step/shared_by_two_steps",
    "environment-outside-step/decides_step",
    "invalid-step-name/number",
    "invalid-step-name/uuid",
    "late-binding-step/made_before",
    "random-outside-step/decides_step",
    "random-outside-step/id_of_two_steps",
    "random-outside-step/loop_count",
    "random-outside-step/mismatch_swallowed",
    "random-outside-step/same_name_in_both_branches",
    "sleep-outside-step/asyncio_sleep",
    "sleep-outside-step/time_sleep",
    "step-called-early/coroutine",
    "step-called-early/value",
    "step-called-early/value_without_name",
    "step-not-awaited/child",
    "step-not-awaited/condition",
    "step-not-awaited/first",
    "step-not-awaited/result_used",
    "step-not-awaited/returned",
    "unordered-iteration/children_of_set",
    "unordered-iteration/set_and_one_name",
    "unordered-iteration/set_of_texts",
    "unstable-step-name/hash_in_name",
    "unstable-step-name/pid_in_name",
    "unstable-step-name/uuid_in_name",
    "unstable-step-name/uuid_in_step_options",
)


@pytest.mark.parametrize("witness", sampled(_CHANGED, 3))
def test_a_wrong_witness_survives_a_crash_once_it_is_fixed(witness: str) -> None:
    text, left = fixed_witness(WITNESSES, witness)

    outcome = drive(text, *_ARGUMENTS.get(witness, []), crash_after=[1], seeds=(1, 2))

    assert witness.partition("/")[0] not in left
    assert (outcome.status, outcome.error) == ("completed", "")
    assert len(outcome.passes) == (2 if outcome.steps else 1)
    assert [step.number for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    assert (outcome.warnings, outcome.loop_errors) == ((), ())


@pytest.mark.no_cover
def test_these_are_the_witnesses_that_fixes_change() -> None:
    assert changed_witnesses(WITNESSES, _LEFT_OUT) == list(_CHANGED)
