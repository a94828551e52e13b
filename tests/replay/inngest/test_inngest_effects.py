"""WF2: side effects outside steps, and how often the parts of a function run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .cases import handler, outcome_of
from .drive import drive

if TYPE_CHECKING:
    from replay.conftest import Hook

FRAMEWORKS = pytest.mark.parametrize("flask", [False, True], ids=["fastapi", "flask"])


def in_a_row(kinds: list[str], *, flask: bool) -> str:
    """Return the source of a function with steps of these kinds one after the other, which logs where it is."""
    calls = {"run": 'run("run-{}", work)', "sleep": 'sleep("sleep-{}", 1000)'}
    lines = ['LOG.append("after 0")']
    for number, kind in enumerate(kinds, 1):
        call = f"ctx.step.{calls[kind].format(number)}"
        lines += [call if flask else f"await {call}", f'LOG.append("after {number}")']
    return handler("\n".join(lines), flask=flask)


@FRAMEWORKS
@pytest.mark.parametrize("kinds", [[], ["run"], ["run", "run"], ["run", "sleep", "run"], 5 * ["run"]])
def test_a_run_of_n_steps_takes_n_plus_one_passes(kinds: list[str], *, flask: bool) -> None:
    outcome = drive(in_a_row(kinds, flask=flask))

    assert outcome.status == "completed"
    assert outcome.passes == len(kinds) + 1
    assert outcome.logged("work") == kinds.count("run")
    assert [outcome.logged(f"after {number}") for number in range(len(kinds) + 1)] == [
        len(kinds) + 1 - number for number in range(len(kinds) + 1)
    ]


def test_each_failed_attempt_of_a_step_adds_one_pass() -> None:
    outcome = outcome_of("silent/flaky_step")

    assert (outcome.status, outcome.output) == ("completed", "done")
    assert outcome.passes == 4
    assert outcome.log == ("first", "flaky", "flaky")


def test_what_follows_the_last_step_happens_once_where_nothing_is_retried() -> None:
    outcome = outcome_of("silent/never_retried")

    assert outcome.status == "failed"
    assert outcome.log == ("charge", "tell")


def test_a_parallel_group_takes_a_pass_for_the_plan_and_one_for_each_step() -> None:
    outcome = outcome_of("parallel-steps/gather_fixed")

    assert [delivery.target for delivery in outcome.deliveries] == [
        "",
        "total-north",
        "total-south",
        "total-east",
        "",
    ]


def test_a_step_after_a_parallel_group_takes_two_passes() -> None:
    outcome = outcome_of("silent/parallel_of_kinds", answers={"signal": None})

    assert [(delivery.target, delivery.ops) for delivery in outcome.deliveries[-3:]] == [
        ("", ("StepPlanned",)),
        ("publish", ("StepRun",)),
        ("", ()),
    ]


def test_a_request_before_two_steps_is_made_three_times(payload: dict[str, Any], hook: Hook) -> None:
    before = hook.received

    outcome = outcome_of("network-outside-step/post_in_prelude", data=payload)

    assert outcome.status == "completed"
    assert hook.received - before == 3


def test_a_request_as_a_step_is_made_once(payload: dict[str, Any], hook: Hook) -> None:
    before = hook.received

    outcome = outcome_of("network-outside-step/post_in_prelude_fixed", data=payload)

    assert outcome.log == ("pack", "label")
    assert hook.received - before == 1


@pytest.mark.parametrize(("notes", "made"), [(["a note"], 1), ([], 4)])
def test_a_request_after_the_last_step_is_repeated_where_a_retry_comes(
    notes: list[str], made: int, payload: dict[str, Any], hook: Hook
) -> None:
    before = hook.received

    outcome = outcome_of("network-outside-step/after_last_step", data={**payload, "notes": notes})

    assert outcome.logged("pack") == 1
    assert hook.received - before == made


def test_a_row_is_inserted_in_every_pass(payload: dict[str, Any]) -> None:
    outcome = outcome_of("database-outside-step/insert_in_prelude", data=payload)

    with closing(sqlite3.connect(payload["database"])) as connection:
        (rows,) = connection.execute("select count(*) from orders").fetchone()
    assert outcome.log == ("bill", "ship")
    assert rows == 3


def test_a_line_between_steps_is_written_in_each_pass_that_comes_to_it(payload: dict[str, Any]) -> None:
    outcome = outcome_of("filesystem-outside-step/append_between_steps", data=payload)

    assert outcome.passes == 4
    assert Path(payload["file"]).read_text().splitlines() == 3 * ["entry"]


def test_a_task_is_started_in_every_pass() -> None:
    outcome = outcome_of("process-outside-step/background_task")

    assert outcome.status == "completed"
    assert outcome.logged("warm-up") == 3


def test_a_pause_outside_steps_is_made_in_every_pass() -> None:
    assert outcome_of("sleep-outside-step/asyncio_sleep").logged("pause") == 3


def test_a_pause_as_a_step_is_made_by_the_server() -> None:
    outcome = outcome_of("sleep-outside-step/asyncio_sleep_fixed")

    assert outcome.log == ("first", "second")
    assert [step.op for step in outcome.steps] == ["Sleep", "StepRun", "StepRun"]


def test_only_the_contexts_logger_is_silent_in_replay() -> None:
    outcome = outcome_of("output-outside-step/print_and_logger")

    assert outcome.passes == 3
    assert outcome.logged("print start") == 3
    assert outcome.logged("info start") == 1
    assert outcome.logged("info asked") == 1
