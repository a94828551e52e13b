"""WF5: data that crosses a step."""

from __future__ import annotations

import pytest

from .cases import ORDER, outcome_of
from .drive import drive
from .results import CHANGED, UNCHANGED, UNSERIALIZABLE, returning


@pytest.mark.parametrize(
    ("case", "type_name", "work"),
    [
        ("datetime", "datetime", "charge"),
        ("dataclass", "ChargeResult", "charge"),
        ("model_dump", "datetime", "issue"),
        ("asdict_with_datetime", "datetime", "visit"),
        ("set_flask", "set", "tags"),
    ],
)
def test_a_result_that_json_rejects_repeats_the_work_at_each_attempt(
    case: str, type_name: str, work: str
) -> None:
    outcome = outcome_of(f"unserializable-step-result/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [f"TypeError: Object of type {type_name} is not JSON serializable"]
    assert outcome.log == 4 * (work,)
    assert outcome.steps == ()


@pytest.mark.parametrize("flask", [False, True], ids=["fastapi", "flask"])
@pytest.mark.parametrize("name", UNSERIALIZABLE)
def test_json_rejects_this_result(name: str, flask: bool) -> None:  # noqa: FBT001
    imports, expression, message = UNSERIALIZABLE[name]

    outcome = drive(returning(expression, imports, retries=0, flask=flask), ORDER)

    assert outcome.status == "failed"
    assert outcome.errors == [message]
    assert outcome.log == ("work",)


@pytest.mark.parametrize("name", CHANGED)
def test_json_changes_this_result_silently(name: str) -> None:
    imports, expression, recorded = CHANGED[name]

    outcome = drive(returning(expression, imports), ORDER)

    assert outcome.status == "completed"
    assert outcome.results["work"] == recorded
    assert type(outcome.results["work"]) is type(recorded)


@pytest.mark.parametrize("name", UNCHANGED)
def test_json_keeps_this_result(name: str) -> None:
    value = UNCHANGED[name]

    outcome = drive(returning(repr(value)), ORDER)

    assert outcome.status == "completed"
    assert outcome.results["work"] == value
    assert type(outcome.results["work"]) is type(value)


@pytest.mark.parametrize(
    ("case", "reader", "seen"),
    [
        ("nonlocal_assignment", "pay", {"paid": 0}),
        ("list_append", "pay", {"paid": 0}),
        ("dict_item", "pay", {"paid": 0}),
        ("context_attribute", "pay", {"paid": None}),
        ("earlier_result", "ship", {"paid": False}),
    ],
)
def test_what_a_step_changes_outside_itself_is_lost(case: str, reader: str, seen: object) -> None:
    outcome = outcome_of(f"mutation-inside-step/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.results[reader] == seen


@pytest.mark.parametrize("case", ["nonlocal_assignment", "list_append"])
def test_what_a_step_returns_is_seen(case: str) -> None:
    assert outcome_of(f"mutation-inside-step/{case}_fixed").results["pay"] == {"paid": 5}


@pytest.mark.parametrize(("case", "seen"), [("tuple", False), ("int_keys", None)])
def test_a_result_that_json_changed_is_not_what_was_returned(case: str, seen: object) -> None:
    outcome = outcome_of(f"lossy-step-result/{case}")

    assert outcome.status == "completed"
    assert outcome.results["check"] is seen


@pytest.mark.parametrize(
    ("witness", "error"),
    [
        ("lossy-step-result/tuple_as_key", "TypeError: unhashable type: 'list'"),
        ("attribute-on-step-result/dict", "AttributeError: 'dict' object has no attribute 'name'"),
        ("attribute-on-step-result/namedtuple", "AttributeError: 'list' object has no attribute 'name'"),
        ("missing-step-return/no_return", "TypeError: 'NoneType' object is not subscriptable"),
    ],
)
def test_the_delivery_after_the_step_trips_over_its_result(witness: str, error: str) -> None:
    outcome = outcome_of(witness)

    assert outcome.status == "failed"
    assert len(outcome.steps) == 1
    assert outcome.errors == 4 * [error]


def test_a_call_body_that_json_rejects_is_never_sent() -> None:
    outcome = outcome_of("unserializable-payload/call_body")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ["TypeError: Object of type datetime is not JSON serializable"]
    assert outcome.calls == ()


def test_a_parser_that_returns_a_model_rejects_the_trigger() -> None:
    outcome = outcome_of("unserializable-payload/parser_returns_model")

    assert not outcome.started
    assert outcome.errors == ["TypeError: Object of type Order is not JSON serializable"]


def test_functions_made_before_the_loop_all_see_the_last_item() -> None:
    assert outcome_of("late-binding-step/two_loops").log == 4 * ("delta",)
    assert list(outcome_of("late-binding-step/two_loops_fixed").log) == ORDER["items"]


def test_what_is_taken_out_of_the_payload_is_missing_in_the_next_pass() -> None:
    outcome = outcome_of("payload-changed-in-prelude/pop")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ["KeyError: 'customer'"]
    assert outcome.log == ()
    assert outcome_of("payload-changed-in-prelude/pop_with_default").log == ("greet None",)
    assert outcome_of("payload-changed-in-prelude/pop_fixed").log == ("greet ada",)


def test_what_is_added_to_the_payload_is_added_by_three_passes() -> None:
    assert outcome_of("payload-changed-in-prelude/append_flask").log == ("3 gifts", "3 gifts")
