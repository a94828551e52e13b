"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, with a crash behind its first step."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import fixed

from wflint.findings import Level

from .drive import WITNESSES, drive

_LEFT_OUT = {
    "async-step-in-sync-handler/async_lambda_in_async_workflow": "an async workflow that blocks its loop does not crash",
    "mutation-inside-step/total": "one of its two changes is left, which its fix says",
    "parallel-steps/task_left_running": "nothing says where to wait for the task",
    "parallel-steps/two_steps_a_branch": "its branches wait for each other",
    "parallel-steps/two_steps_a_branch_named": "its branches wait for each other",
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
_NEED_SURROUNDINGS = {"insert", "journal", "post", "shell"}


def _changed() -> dict[str, tuple[str, list[str]]]:
    """The text of each wrong witness that fixes change, and the rules of what is left in it."""
    found: dict[str, tuple[str, list[str]]] = {}
    for path in sorted(WITNESSES.glob("*/*.py")):
        witness = path.relative_to(WITNESSES).with_suffix("").as_posix()
        wrong = path.parent.name != "silent" and not path.stem.endswith("_fixed")
        if wrong and witness not in _LEFT_OUT and path.stem not in _NEED_SURROUNDINGS:
            result = fixed(path, level=Level.WARNING)
            if path.name in result.after:
                found[witness] = (result.after[path.name], [each.finding.name for each in result.left])
    return found


_CHANGED = _changed()


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
