"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, with a crash behind its first step."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import changed_witnesses

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
    "process-outside-step/shell": _SURROUNDINGS,
    "step-not-awaited/last": "it sleeps for a week then",
    "timeout-around-step/sync_step": "where the time ends is for people to say",
    "unordered-iteration/as_completed": "which answer comes first is what it asks for",
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


_CHANGED = changed_witnesses(WITNESSES, _LEFT_OUT)


@pytest.mark.parametrize("witness", _CHANGED)
def test_a_wrong_witness_survives_a_crash_once_it_is_fixed(witness: str) -> None:
    text, left = _CHANGED[witness]

    outcome = drive(text, *_ARGUMENTS.get(witness, []), crash_after=[1], seeds=(1, 2))

    assert witness.partition("/")[0] not in left
    assert (outcome.status, outcome.error) == ("completed", "")
    assert len(outcome.passes) == 2
    assert [step.number for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    assert (outcome.warnings, outcome.loop_errors) == ((), ())


def test_most_wrong_witnesses_can_be_fixed() -> None:
    assert len(_CHANGED) >= 28
