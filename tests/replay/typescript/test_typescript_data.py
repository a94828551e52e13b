"""WF5: the data that crosses steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from fixing import fixed

from .node import HANDLERS
from .results import CHANGED, REJECTED, UNCHANGED, returning

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize(("expression", "error"), REJECTED.values(), ids=REJECTED)
def test_a_result_that_json_rejects_fails_after_the_step_has_run(
    drive: Driver, expression: str, error: str
) -> None:
    outcome = drive(sources=[returning(expression)])

    assert outcome.status == "failed"
    assert outcome.ran == {"work": 2}
    assert len(outcome.errors) == 2
    assert all(told.startswith(error) for told in outcome.errors)


@pytest.mark.parametrize(("expression", "result"), CHANGED.values(), ids=CHANGED)
def test_a_result_is_changed_without_an_error(drive: Driver, expression: str, result: Any) -> None:
    outcome = drive(sources=[returning(expression)])

    assert (outcome.status, outcome.errors) == ("completed", [])
    assert outcome.ran == {"work": 1}
    assert outcome.results["work"] == result
    assert outcome.result == result


@pytest.mark.parametrize(("expression", "result"), UNCHANGED.values(), ids=UNCHANGED)
def test_a_result_stays_as_it_is(drive: Driver, expression: str, result: Any) -> None:
    outcome = drive(sources=[returning(expression)])

    assert outcome.status == "completed"
    assert outcome.result == result


@pytest.mark.parametrize("case", ["bigint", "circle"])
def test_a_step_runs_in_each_attempt_to_write_its_result(drive: Driver, case: str) -> None:
    outcome = drive(f"unserializable-step-result/{case}", retries=3)

    assert outcome.status == "failed"
    assert sum(outcome.ran.values()) == 4
    assert outcome.steps == ()


def test_a_step_fails_where_big_integers_lie_in_what_a_helper_gives(drive: Driver) -> None:
    outcome = drive("unserializable-step-result/members_of_helper")

    assert (outcome.status, outcome.steps) == ("failed", ())
    assert outcome.errors == 2 * ["TypeError: Do not know how to serialize a BigInt"]


def test_members_that_are_fixed_are_big_integers_where_they_are_used(drive: Driver) -> None:
    (text,) = fixed(HANDLERS / "unserializable-step-result/members_of_helper.ts").after.values()
    outcome = drive("unserializable-step-result/members_of_helper", sources=[text], pause=2)

    assert (outcome.status, outcome.errors) == ("completed", [])
    assert outcome.ran["ada 9007199254740994"] == 1
    assert outcome.ran["bob 9007199254740995"] == 1
    assert outcome.ran["total 18014398509481987 18014398509481986"] == 1


def test_a_run_whose_result_json_rejects_fails_when_all_steps_are_done(drive: Driver) -> None:
    outcome = drive("unserializable-workflow-result/bigint")

    assert outcome.status == "failed"
    assert outcome.names == ["count"]
    assert outcome.errors == 2 * ["TypeError: Do not know how to serialize a BigInt"]


@pytest.mark.parametrize(
    ("case", "what"),
    [
        ("date", "placedAt.getTime is not a function"),
        ("unknown_row", "row.placedAt.getTime is not a function"),
        ("map", "prices.get is not a function"),
        ("set", "tags is not iterable"),
        ("class_instance", "user.greeting is not a function"),
        ("response_method", "response.json is not a function"),
    ],
)
def test_what_a_result_has_lost_fails_where_it_is_used(drive: Driver, case: str, what: str) -> None:
    outcome = drive(f"attribute-on-step-result/{case}")

    assert outcome.status == "failed"
    assert len(outcome.steps) == 1
    assert outcome.errors == 2 * [f"TypeError: {what}"]


@pytest.mark.parametrize(
    ("case", "result"), [("response_ok", "not ok"), ("error", "no error"), ("buffer", "[object Object]")]
)
def test_what_a_result_has_lost_leads_astray(drive: Driver, case: str, result: str) -> None:
    outcome = drive(f"attribute-on-step-result/{case}")

    assert (outcome.status, outcome.errors) == ("completed", [])
    assert outcome.result == result


@pytest.mark.parametrize(
    ("case", "result"),
    [
        ("variable", 0),
        ("variable_fixed", 120),
        ("array", []),
        ("property", "nobody"),
        ("earlier_result", "open"),
    ],
)
def test_what_a_step_changes_is_lost(drive: Driver, case: str, result: object) -> None:
    outcome = drive(f"mutation-inside-step/{case}")

    assert (outcome.status, outcome.result) == ("completed", result)


@pytest.mark.parametrize(
    ("case", "result"), [("var", [3, 3, 3]), ("var_fixed", [0, 1, 2]), ("reassigned_let", 3 * ["gamma"])]
)
def test_closures_that_run_later_see_the_last_value(drive: Driver, case: str, result: object) -> None:
    outcome = drive(f"late-binding-step/{case}")

    assert (outcome.status, outcome.result) == ("completed", result)


@pytest.mark.parametrize(
    ("case", "start", "result"),
    [
        ("number", "client", 122),
        ("number", "post", 123),
        ("number_fixed", "client", 121),
        ("number_fixed", "post", 121),
        ("shift", "client", "beta"),
        ("shift", "post", "gamma"),
    ],
)
def test_a_payload_is_changed_once_more_by_each_pass_that_shares_it(
    drive: Driver, case: str, start: Literal["client", "post"], result: object
) -> None:
    outcome = drive(f"payload-changed-in-prelude/{case}", start=start)

    assert (outcome.status, outcome.result) == ("completed", result)


def test_a_date_in_a_payload_is_text(drive: Driver) -> None:
    outcome = drive("payload-not-parsed/date", payload={"due": "2030-01-01"})

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["TypeError: context.requestPayload.due.getTime is not a function"]


def test_a_run_cannot_be_started_with_what_json_rejects(drive: Driver) -> None:
    outcome = drive("unserializable-payload/trigger")

    assert outcome.errors == 2 * ["TypeError: Do not know how to serialize a BigInt"]
    assert outcome.started == []


def test_a_run_that_somebody_posts_has_its_schema_applied_twice(drive: Driver) -> None:
    handler = "payload-not-parsed/transforming_schema"
    posted = drive(handler, payload={"amount": "120"}, start="post")

    assert drive(handler, payload={"amount": "120"}).result == 120
    assert posted.status == "failed"
    assert [item.kind for item in posted.deliveries if item.status == 200] == ["start"]
    assert all(error.startswith("ZodError: ") for error in posted.errors)
