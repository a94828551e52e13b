"""WF303 and WF314: concurrency around steps, parallel groups, time limits."""

from __future__ import annotations

import pytest

from .cases import NEEDS_3_11, failed_four_times, handler, outcome_of
from .drive import drive


def test_gathered_steps_repeat_their_work_until_they_are_recorded() -> None:
    outcome = outcome_of("parallel-steps/gather")

    assert outcome.status == "completed"
    assert outcome.output == ["total of north", "total of south", "total of east"]
    assert [outcome.logged(region) for region in ("north", "south", "east")] == [1, 2, 3]


def test_a_parallel_group_runs_each_step_once() -> None:
    outcome = outcome_of("parallel-steps/gather_fixed")

    assert outcome.output == ["total of north", "total of south", "total of east"]
    assert outcome.log == ("north", "south", "east")


def test_gathered_branches_repeat_the_later_branches_steps() -> None:
    outcome = outcome_of("parallel-steps/gather_branches")

    assert outcome.status == "completed"
    assert outcome.logged("load south") == 3
    assert outcome.names == ["load-north", "total-north", "load-south", "total-south"]


def test_interrupts_taken_for_results_complete_the_run_with_nothing_recorded() -> None:
    outcome = outcome_of("parallel-steps/gather_return_exceptions")

    assert (outcome.status, outcome.output) == ("completed", 2)
    assert outcome.steps == ()
    assert outcome.log == ("north", "south")


def test_a_step_gathered_alone_is_right() -> None:
    outcome = outcome_of("parallel-steps/gather_of_one")

    assert outcome.status == "completed"
    assert outcome.log == ("north",)


@pytest.mark.parametrize("case", ["as_completed", "thread_pool"])
def test_other_ways_to_start_steps_at_once_repeat_the_work_of_one(case: str) -> None:
    outcome = outcome_of(f"parallel-steps/{case}")

    assert outcome.status == "completed"
    assert outcome.executed.total() == 2
    assert sorted([outcome.logged("north"), outcome.logged("south")]) == [1, 2]


def test_the_step_of_a_task_that_is_left_is_never_recorded() -> None:
    outcome = outcome_of("parallel-steps/task_left")

    assert outcome.status == "completed"
    assert outcome.names == ["total-south"]
    assert outcome.logged("north") == outcome.passes == 2


@NEEDS_3_11
@pytest.mark.parametrize(
    ("case", "kinds"),
    [("task_group", "ResponseInterrupt, ResponseInterrupt"), ("task_group_of_one", "ResponseInterrupt")],
)
def test_a_task_group_crashes_every_request(case: str, kinds: str) -> None:
    outcome = outcome_of(f"parallel-steps/{case}")

    assert failed_four_times(outcome, f"crashed: BaseExceptionGroup of {kinds}")
    assert outcome.logged("north") == 4
    assert outcome.steps == ()


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("coroutines_in_group", "TypeError: 'coroutine' object is not callable"),
        ("separate_arguments", "TypeError: 'function' object is not iterable"),
    ],
)
def test_a_parallel_group_takes_a_tuple_of_functions(case: str, error: str) -> None:
    outcome = outcome_of(f"parallel-steps/{case}")

    assert failed_four_times(outcome, error)
    assert outcome.log == ()


def test_steps_called_early_for_a_sync_group_run_and_fail_it() -> None:
    body = 'ctx.group.parallel((ctx.step.run("north", work), ctx.step.run("south", work)))'

    outcome = drive(handler(body, expression="'total'", flask=True))

    assert outcome.error == "TypeError: 'str' object is not callable"
    assert outcome.names == ["north", "south"]


def test_work_that_is_no_step_runs_in_every_pass_of_a_parallel_group() -> None:
    outcome = outcome_of("parallel-steps/work_in_group")

    assert outcome.status == "completed"
    assert outcome.logged("mail") == outcome.passes == 3


@pytest.mark.parametrize("case", ["parallel_lazy_generator", "parallel_partials"])
def test_right_parallel_groups_run_each_step_once(case: str) -> None:
    outcome = outcome_of(f"silent/{case}")

    assert outcome.status == "completed"
    assert outcome.names == ["total-north", "total-south", "total-east"]
    assert outcome.log == ("north", "south", "east")


def test_branches_of_a_parallel_group_may_have_several_steps() -> None:
    outcome = outcome_of("silent/parallel_branches")

    assert outcome.status == "completed"
    assert sorted(outcome.log) == ["load north", "load south", "total north", "total south"]


def test_other_kinds_of_steps_stand_in_a_parallel_group() -> None:
    outcome = outcome_of("silent/parallel_of_kinds", answers={"signal": {"name": "shop/go", "data": {}}})

    assert (outcome.status, outcome.output) == ("completed", "shop/go")
    assert outcome.log == ("total", "publish")


def test_closures_that_run_after_their_loop_see_its_last_value() -> None:
    outcome = outcome_of("late-binding-step/closures_in_list")

    assert outcome.status == "completed"
    assert outcome.log == ("east", "east", "east")


def test_lambdas_of_a_finished_comprehension_see_its_last_value() -> None:
    outcome = outcome_of("late-binding-step/parallel_comprehension")

    assert outcome.status == "completed"
    assert outcome.names == 3 * ["total-east"]
    assert outcome.log == ("east", "east", "east")


def test_lambdas_that_bind_their_value_are_right() -> None:
    outcome = outcome_of("late-binding-step/parallel_comprehension_fixed")

    assert outcome.log == ("north", "south", "east")


def test_a_step_that_its_limit_cancels_is_never_recorded() -> None:
    outcome = outcome_of("timeout-around-step/expired")

    assert outcome.status == "failed"
    assert [error.split(":")[0] for error in outcome.errors] == 4 * ["TimeoutError"]
    assert outcome.logged("charge") == 4
    assert outcome.steps == ()


def test_a_limit_that_is_caught_repeats_the_step_in_every_later_pass() -> None:
    outcome = outcome_of("timeout-around-step/caught")

    assert outcome.status == "completed"
    assert outcome.names == ["cancel", "tell-customer"]
    assert outcome.logged("charge") == outcome.passes == 3


def test_a_limit_inside_the_step_is_recorded_with_it() -> None:
    outcome = outcome_of("timeout-around-step/inside")

    assert (outcome.status, outcome.output) == ("completed", "timed out")
    assert outcome.log == ("charge",)


@NEEDS_3_11
def test_a_limit_that_is_not_reached_changes_nothing() -> None:
    outcome = outcome_of("timeout-around-step/not_reached")

    assert outcome.status == "completed"
    assert outcome.log == ("charge", "ship")


def test_tasks_that_are_awaited_in_order_do_the_work_of_later_ones_again() -> None:
    outcome = outcome_of("parallel-steps/tasks_in_order")

    assert outcome.status == "completed"
    assert outcome.log == ("north", "south", "west", "south", "west", "west")
