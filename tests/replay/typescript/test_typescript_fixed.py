"""What `wflint fix` makes of the wrong handlers runs to its end on the real SDK, each step exactly once."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from fixing import fixed
from markers import FIXTURES

from wflint.findings import Level

from .compiler import ANY_MODULE, told
from .node import HANDLERS, missing

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.fixes import FixResult

    from .node import Driver

_SHAPE = re.compile(r"^(.*?)\(.*?(TS\d+).*")
"""A line of the compiler: the file and the number of the error."""

# Rules that say what to do and leave it to people.
_WITHOUT_FIX = frozenset(
    {
        "abort-raised", "delivery-value-outside-step",
        "global-state-outside-step", "missing-step-return", "no-step-reached", "output-outside-step",
        "parallel-steps", "payload-not-parsed", "raise-before-first-step", "resource-across-steps",
        "sleep-outside-step", "step-after-caught-failure", "step-in-cleanup", "step-in-failure-function",
        "timeout-around-step", "unchecked-call-status", "unchecked-wait-timeout", "unsigned-endpoint",
    }
)  # fmt: skip
_FOLLOWED = "a step follows, which letting the error pass does not help"
_MEANT = "nothing says what is meant"
_WORK = "work stands before and behind the inner step"
# Wrong handlers of other rules that no fix mends, and why.
_BY_HAND = {
    "abort-swallowed/cancel_in_try": "it asks for the end of the run",
    "abort-swallowed/catch_method": "there is no `catch` clause",
    "abort-swallowed/each_item_of_a_loop": _FOLLOWED,
    "abort-swallowed/guard_by_class_in_commonjs": "it has a guard, which does not hold there",
    "abort-swallowed/return_in_finally": "there is no `catch` clause",
    "abort-swallowed/safe_helper": _FOLLOWED,
    "abort-swallowed/step_follows": _FOLLOWED,
    "abort-swallowed/then_with_two": "there is no `catch` clause",
    "attribute-on-step-result/class_instance": "nothing says how the object is made again",
    "attribute-on-step-result/error": "nothing says how the error is made again",
    "attribute-on-step-result/response_method": "a response cannot be stored",
    "attribute-on-step-result/response_ok": "a response cannot be stored",
    "attribute-on-step-result/unknown_row": "nothing says what it was",
    "call-arguments/headers_object": "nothing says which headers are meant",
    "call-arguments/no_url": _MEANT,
    "call-arguments/positional_url": _MEANT,
    "call-arguments/wait_options_as_text": _MEANT,
    "call-response-misuse/ok": "`ok` has no counterpart",
    "handler-kind-mismatch/async_generator": "it yields",
    "handler-kind-mismatch/positional_failure_function": "failure functions are left alone",
    "handler-kind-mismatch/generator": "it yields",
    "invalid-duration/date": _MEANT,
    "invalid-duration/negative": _MEANT,
    "invalid-duration/null": _MEANT,
    "invalid-duration/undefined": _MEANT,
    "invalid-serve-option/failure_url": "the option belongs to whoever starts the run",
    "invalid-serve-option/retries": "the option belongs to whoever starts the run",
    "invalid-step-name/beyond_latin_1_in_call": "nothing says how it is spelled otherwise",
    "invalid-step-name/empty": "nothing says what it does",
    "invalid-step-name/newline_in_call": "nothing says how it is spelled otherwise",
    "invalid-step-name/number": "nothing says what it does",
    "invalid-step-name/undefined": "nothing says what it does",
    "invalid-timestamp/no_date": _MEANT,
    "invalid-timestamp/no_name": "nothing says what it waits for",
    "late-binding-step/reassigned_let": "the variable is meant to last",
    "detached-step-method/spread": "nothing says what the copy is for",
    "header-case/taken_out": "the SDK takes them out",
    "missing-context-method/agents": "it is another package's",
    "nested-step/after_await": _WORK,
    "nested-step/after_await_not_awaited": _WORK,
    "nested-step/in_try": "the inner step is caught",
    "network-outside-step/beside_step": "a response cannot be stored",
    "payload-read-before-call/header_guard": "it reads headers, and no payload",
    "step-called-early/promise": "what is passed has started already",
    "step-called-early/result": "what is passed has run already",
    "step-function-arguments/destructured": "nothing says with what to call it",
    "step-function-arguments/parameter": "nothing says with what to call it",
    "step-function-arguments/swapped": _MEANT,
    "step-not-awaited/for_await": "it works, though not as it looks",
    "step-not-awaited/stored_and_awaited": "it works, though not as it looks",
    "step-not-awaited/timer": "the timer is what is wrong",
    "thenable-step-result/circular": "it yields what no step can store",
    "unserializable-payload/trigger": "nothing says what the run that it starts makes of text",
    "unserializable-step-result/circle": "nothing breaks the circle",
}
_CANCELLED = {"step-not-awaited/cancel"}
"""Handlers that end their run themselves."""

# Fixed ones send what the stand-in takes for a step.
_BEYOND = {"network-outside-step/client_of_context"}
_WRONG = sorted(
    handler
    for path in HANDLERS.glob("*/*.ts")
    if path.parent.name not in _WITHOUT_FIX | {"silent"} and not path.stem.endswith("_fixed")
    if (handler := path.relative_to(HANDLERS).with_suffix("").as_posix()) not in _BEYOND
)


def _result(handler: str) -> FixResult:
    return fixed(HANDLERS / f"{handler}.ts", level=Level.WARNING)


def _is_mended(handler: str, result: FixResult) -> bool:
    """Whether fixes change a handler so that its own rule has nothing more to say of it."""
    rule, _, _ = handler.partition("/")
    applied = {each.finding.name for each in result.applied}
    return rule in applied - {each.finding.name for each in result.remaining}


@pytest.mark.parametrize("handler", [each for each in _WRONG if each not in _BY_HAND])
def test_a_wrong_handler_runs_right_once_it_is_fixed(drive: Driver, handler: str) -> None:
    result = _result(handler)
    (text,) = result.after.values()
    outcome = drive(handler, sources=[text], pause=2)

    assert _is_mended(handler, result)
    assert outcome.status == ("cancelled" if handler in _CANCELLED else "completed")
    assert outcome.errors == []
    assert (outcome.late, outcome.warnings, outcome.unhandled) == ([], [], [])
    assert [step.number for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    assert len(set(outcome.names)) == len(outcome.names)


@pytest.mark.parametrize("case", ["for_of", "following", "growing_list", "several_loops"])
def test_a_loop_does_the_same_once_its_rounds_are_told_apart(drive: Driver, case: str) -> None:
    handler = f"loop-invariant-step-name/{case}"
    (text,) = _result(handler).after.values()
    before, after = drive(handler), drive(handler, sources=[text])

    assert (after.status, after.result, len(after.steps)) == ("completed", before.result, len(before.steps))
    assert len(set(before.names)) < len(before.names) == len(set(after.names))


@pytest.mark.parametrize("handler", sorted(_BY_HAND))
def test_what_is_mended_by_hand_is_left(handler: str) -> None:
    assert not _is_mended(handler, _result(handler)), "it is fixed now, so it belongs to the others"


def test_rules_without_fixes_fix_nothing() -> None:
    handlers = [path for rule in sorted(_WITHOUT_FIX) for path in (HANDLERS / rule).glob("*.ts")]
    applied = {each.finding.name for path in handlers for each in fixed(path, level=Level.WARNING).applied}

    assert {path.parent.name for path in handlers} == _WITHOUT_FIX
    assert applied.isdisjoint(_WITHOUT_FIX)


def test_each_exception_is_a_handler() -> None:
    assert set(_BY_HAND) <= set(_WRONG)
    assert len(_WRONG) - len(_BY_HAND) > 60


@pytest.mark.exhaustive
@pytest.mark.skipif(missing() != "", reason=missing())
def test_what_is_fixed_compiles_as_well_as_it_did(tmp_path: Path) -> None:
    paths = [*HANDLERS.glob("*/*.ts"), *FIXTURES.glob("*/*.ts")]
    changed = 0
    for path in sorted(path for path in paths if not path.name.startswith("ok_")):
        result = fixed(path, level=Level.WARNING)
        for name, text in result.after.items():
            changed += 1
            for folder, shown in (("before", result.before[name].text), ("after", text)):
                at = tmp_path / folder / path.parent.name / f"{path.parent.parent.name}_{name}"
                at.parent.mkdir(parents=True, exist_ok=True)
                at.write_text(shown, encoding="utf-8")
    before, after = (
        Counter(_SHAPE.sub(r"\1 \2", line) for line in told(tmp_path, tmp_path / folder, ANY_MODULE))
        for folder in ("before", "after")
    )

    assert changed > 150
    assert after - before == Counter()
