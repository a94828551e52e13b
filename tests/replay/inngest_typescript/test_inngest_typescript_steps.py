"""How steps go wrong, with both versions of the SDK where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize("checkpoints", [True, False])
@pytest.mark.parametrize(
    ("case", "log"), [("direct", ["debit"]), ("after_await", []), ("sleep", []), ("event", [])]
)
def test_a_nested_step_is_waited_for_in_vain(
    drive: Driver, case: str, log: list[str], *, checkpoints: bool
) -> None:
    outcome = drive(f"nested-step/{case}", checkpoints=checkpoints, patience=300)

    assert outcome.status == "hanging"
    assert outcome.steps == ()
    assert outcome.log == log
    assert outcome.warnings[0].startswith("Nested step tooling detected in ")


@pytest.mark.parametrize("checkpoints", [True, False])
def test_a_nested_step_that_nobody_awaits_is_never_done(drive: Driver, *, checkpoints: bool) -> None:
    outcome = drive("nested-step/not_awaited", checkpoints=checkpoints)

    assert (outcome.status, outcome.result) == ("completed", "transferred")
    assert (outcome.names, outcome.log) == (["transfer"], [])


@pytest.mark.parametrize("checkpoints", [True, False])
@pytest.mark.parametrize(("case", "names"), [("last", ["charge"]), ("only", []), ("for_each", [])])
def test_a_step_that_nobody_awaits_is_never_done(
    drive: Driver, case: str, names: list[str], *, checkpoints: bool
) -> None:
    outcome = drive(f"step-not-awaited/{case}", checkpoints=checkpoints)

    assert (outcome.status, outcome.result) == ("completed", "done")
    assert outcome.names == names
    assert (len(outcome.log), outcome.sent) == (len(names), [])


def test_a_step_that_nobody_awaits_is_done_beside_others_and_may_end_the_process(drive: Driver) -> None:
    outcome = drive("step-not-awaited/beside")

    assert outcome.status == "completed"
    assert sorted(outcome.names) == ["charge", "ship", "tell"]
    assert set(outcome.unhandled) == {"Error: no line"}


@pytest.mark.parametrize("case", ["result", "promise"])
def test_what_is_called_early_runs_on_every_request_and_its_step_fails(drive: Driver, case: str) -> None:
    outcome = drive(f"step-called-early/{case}")

    assert outcome.status == "failed"
    assert set(outcome.errors) == {"fn is not a function"}
    assert outcome.ran["charged"] == len(outcome.requests) == 3


def test_a_method_that_is_handed_over_has_lost_its_object(drive: Driver) -> None:
    outcome = drive("step-function-arguments/method")

    assert outcome.status == "failed"
    assert set(outcome.errors) == {"Cannot read properties of undefined (reading 'rate')"}


def test_a_random_id_makes_another_step_of_it_in_the_next_request(drive: Driver) -> None:
    outcome = drive("unstable-step-name/random_id")

    assert outcome.status == "completed"
    assert outcome.ran["charged"] == 2
    assert len({name for name in outcome.names if name.startswith("charge-")}) == 2


def test_a_random_id_makes_another_step_of_it_on_every_request_without_end(drive_3: Driver) -> None:
    outcome = drive_3("unstable-step-name/random_id_3")

    assert outcome.status == "endless"
    assert outcome.ran["charged"] == len(outcome.requests) == 12


def test_functions_made_in_a_loop_see_the_last_value(drive: Driver) -> None:
    assert drive("late-binding-step/var").result == ["gamma", "gamma", "gamma"]


def test_the_body_of_a_generator_never_runs(drive: Driver) -> None:
    outcome = drive("handler-kind-mismatch/generator")

    assert (outcome.status, outcome.log, outcome.steps) == ("completed", [], ())


@pytest.mark.parametrize(("case", "log"), [("own_class", "Declined false true"), ("non_retriable", "false")])
def test_a_failed_step_is_never_of_the_class_that_was_thrown(drive: Driver, case: str, log: str) -> None:
    outcome = drive(f"dead-except-around-step/{case}")

    assert (outcome.status, outcome.result) == ("completed", "done")
    assert (outcome.names, outcome.log) == (["charge"], [log])
