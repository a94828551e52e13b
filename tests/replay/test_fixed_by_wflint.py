"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, each step exactly once."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import fixed_witness

from .cases import HEADERS, NO_PROXY
from .drive import WITNESSES, drive

# Rules that say what to do and leave it to people.
_WITHOUT_FIX = frozenset(
    {
        "abort-raised", "delivery-value-outside-step", "global-state-outside-step", "lossy-step-result", "missing-step-return", "no-step-reached",
        "payload-not-parsed", "process-identity-outside-step", "raise-before-first-step", "resource-across-steps",
        "step-after-caught-failure", "step-in-cleanup", "step-in-failure-function", "timeout-around-step", "unsigned-endpoint",
    }
)  # fmt: skip
# Wrong witnesses of other rules that no fix mends, and why.
_FOLLOWED, _OBJECT = (
    "a step follows, which letting the exception pass does not help",
    "nothing says what is meant",
)
_BY_HAND = {
    "abort-swallowed/each_item_of_a_loop": _FOLLOWED,
    "abort-swallowed/first_step": _FOLLOWED,
    "abort-swallowed/first_step_flask": _FOLLOWED,
    "abort-swallowed/exit_stack": "there is no `except`",
    "abort-swallowed/own_manager": "the `except` is the manager's",
    "abort-swallowed/retry_decorator": "there is no `except`",
    "abort-swallowed/return_in_finally": "there is no `except`",
    "abort-swallowed/suppress": "there is no `except`",
    "attribute-on-step-result/namedtuple": "a list has no such key",
    "handler-kind-mismatch/async_failure_function_in_flask": "failure functions are left alone",
    "handler-kind-mismatch/failure_function_arity": "failure functions are left alone",
    "handler-kind-mismatch/generator_in_flask": "it yields",
    "handler-kind-mismatch/no_parameter": "it takes no context",
    "handler-kind-mismatch/same_name_in_flask": "another name is for people to find",
    "handler-kind-mismatch/sync_failure_function": "failure functions are left alone",
    "handler-kind-mismatch/sync_in_bare_async_serve": "it is async then, but has no step",
    "handler-kind-mismatch/two_parameters": "nothing says what the second one is",
    "invalid-duration/bool": _OBJECT,
    "invalid-duration/none": _OBJECT,
    "invalid-serve-option/redact": "there is no such option",
    "invalid-serve-option/constructor": "only its author knows which handlers it is meant for",
    "invalid-serve-option/wrong_client": "the client is made elsewhere",
    "invalid-step-name/empty": "nothing says what it does",
    "invalid-step-name/none": "nothing says what it does",
    "invalid-timestamp/not_iso": _OBJECT,
    "invalid-timestamp/timedelta": _OBJECT,
    "missing-context-method/cancel": "the SDK has nothing like it",
    "missing-context-method/wait_for_event": "the SDK has nothing like it",
    "mutation-inside-step/earlier_result": "it changes by keyword",
    "nested-step/sleep_between_flask": "work stands before and behind the inner step",
    "nested-step/sleep_in_helper": "work stands before and behind the inner step",
    "parallel-steps/as_completed": "the order is what it asks for",
    "parallel-steps/fire_and_forget": "nothing awaits the task",
    "parallel-steps/gather_return_exceptions": "failures are collected",
    "parallel-steps/task_group": "the tasks stand in statements of their own",
    "parallel-steps/thread_pool_flask": "the threads stand in statements of their own",
    "process-outside-step/thread_in_prelude": "a thread would outlive the step",
    "random-outside-step/made_at_import": "it is made once in each process, outside of any handler",
    "sleep-outside-step/asyncio_sleep": "a helper sleeps, which has no context",
    "sleep-outside-step/time_sleep_flask": "a helper sleeps, which has no context",
    "step-function-arguments/required_parameter": "nothing says with what to call it",
    "unordered-iteration/order_left_by_key": "which key tells equal ones apart is for its author to say",
    "unordered-iteration/pop": "a single item is taken",
    "unserializable-payload/parser_returns_model": "the handler reads attributes of the payload",
    "unstable-step-name/object": "nothing says what names it",
    "unserializable-step-result/asdict_with_datetime": "`asdict` keeps what is inside",
}
_WRONG = sorted(
    path.relative_to(WITNESSES).with_suffix("").as_posix()
    for path in WITNESSES.glob("*/*.py")
    if path.parent.name not in _WITHOUT_FIX | {"silent"} and not path.stem.endswith("_fixed")
)


@pytest.mark.parametrize("witness", [each for each in _WRONG if each not in _BY_HAND])
def test_a_wrong_witness_runs_right_once_it_is_fixed(witness: str, payload: dict[str, Any]) -> None:
    text, left = fixed_witness(WITNESSES, witness)
    outcome = drive(text, payload, headers=HEADERS, env=NO_PROXY)

    assert witness.partition("/")[0] not in left
    assert outcome.status == "completed"
    assert outcome.errors == []
    assert set(outcome.executed.values()) == {1}
    assert [step.number for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    assert (outcome.late, outcome.warnings, outcome.loop_errors) == ((), (), ())


@pytest.mark.parametrize("witness", sorted(_BY_HAND))
def test_what_is_mended_by_hand_is_told(witness: str) -> None:
    _, left = fixed_witness(WITNESSES, witness)
    rule, _, _ = witness.partition("/")

    # This one is, and still reaches no step.
    runs = witness == "handler-kind-mismatch/sync_in_bare_async_serve"
    assert (rule in left) is not runs, f"{witness} is fixed now, so it belongs to the others"


def test_each_exception_is_a_witness() -> None:
    assert set(_BY_HAND) <= set(_WRONG)
    assert len(_WRONG) - len(_BY_HAND) > 70
