"""WF2 and WF3: work outside of steps, and how steps are run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from wflint.engines import load_profiles

from .cases import NO_LOOP, NOT_IN_STEP, outcome_of, unexpected
from .crashes import AT_END

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "orders.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table orders (item text)")
    return path


def _rows(database: str) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [item for (item,) in connection.execute("select item from orders order by rowid")]


@pytest.mark.parametrize(("case", "received"), [("post", 2), ("post_fixed", 1)])
def test_a_request_outside_of_steps_is_sent_once_a_pass(hook: Any, case: str, received: int) -> None:
    before = hook.received
    outcome = outcome_of(f"network-outside-step/{case}", f"http://127.0.0.1:{hook.server_port}/")

    assert outcome.status == "completed"
    assert len(outcome.passes) == 2
    assert hook.received - before == received


def test_a_row_outside_of_steps_is_inserted_once_a_pass(database: str) -> None:
    outcome = outcome_of("database-outside-step/insert", database, "tea", crash_after=[1, 1])

    assert outcome.log == ("charge", "ship")
    assert _rows(database) == ["tea", "tea", "tea"]


def test_what_stands_further_down_is_repeated_by_fewer_recoveries(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    outcome_of("filesystem-outside-step/journal", str(journal), crash_after=[1, 1, AT_END])
    written = journal.read_text(encoding="utf-8").split()

    assert [written.count(line) for line in ("begun", "charged", "shipped")] == [4, 3, 2]


def test_without_a_crash_nothing_is_repeated(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    outcome_of("filesystem-outside-step/journal", str(journal), crash_after=[])

    assert journal.read_text(encoding="utf-8").split() == ["begun", "charged", "shipped"]


def test_a_command_outside_of_steps_runs_once_a_pass(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    outcome_of("process-outside-step/shell", str(journal))

    assert journal.read_text(encoding="utf-8").split() == ["fetched", "fetched"]


def test_a_plain_sleep_is_slept_again() -> None:
    outcome = outcome_of("sleep-outside-step/asyncio_sleep")

    assert outcome.status == "completed"
    assert [done.log for done in outcome.passes] == [("wait", "remind"), ("wait", "cancel")]


def test_a_durable_sleep_ends_when_it_was_to_end_at_first() -> None:
    plain = outcome_of("sleep-outside-step/time_sleep", crash_after=[2])
    durable = outcome_of("sleep-outside-step/time_sleep_fixed", crash_after=[2])

    assert len(plain.log) == 2
    assert all(slept >= 0.3 for slept in plain.log)
    assert len(durable.log) == 1
    assert durable.log[0] < 0.3


def test_a_workflow_in_a_step_is_refused_after_what_stands_before_it() -> None:
    outcome = outcome_of("nested-step/workflow_in_step")
    fixed = outcome_of("nested-step/workflow_in_step_fixed")

    assert outcome.status == "failed"
    assert outcome.error == "AssertionError: "
    assert outcome.log == ("debit",)
    assert [(step.name, step.error) for step in outcome.steps] == [("move", "AssertionError: ")]
    assert fixed.log == ("debit", "credit")


def test_what_a_step_may_not_do() -> None:
    outcome = outcome_of("nested-step/refused_in_step", crash_after=[])
    refused = {name: said for name, said in outcome.output.items() if said != "allowed"}

    assert refused == {
        "call": NOT_IN_STEP["call"],
        "start_workflow": NOT_IN_STEP["call"],
        "enqueue_workflow": NOT_IN_STEP["call"],
        "sleep": NOT_IN_STEP["sleep"],
        "recv": NOT_IN_STEP["recv"],
        "reserve_step": "DBOSException: DBOS Error: DBOS.reserve_step must be called from a workflow, outside any "
        "step or transaction",
        "patch": "DBOSException: DBOS Error: DBOS.patch must be called from a workflow",
    }
    assert outcome.names == list(outcome.output)


def test_what_an_async_step_may_not_do() -> None:
    outcome = outcome_of("nested-step/refused_in_async_step", crash_after=[])
    refused = {name: said for name, said in outcome.output.items() if said != "allowed"}

    assert refused == {
        "call": NOT_IN_STEP["call"],
        "start_workflow_async": NOT_IN_STEP["call"],
        "sleep_async": NOT_IN_STEP["sleep"],
        "recv_async": NOT_IN_STEP["recv"],
    }


@pytest.mark.parametrize(
    ("case", "ran", "lost"),
    [
        ("first", ["survey"], {"coroutine 'welcome' was never awaited"}),
        (
            "last",
            ["welcome"],
            {
                "coroutine 'DBOS.run_step_async' was never awaited",
                "coroutine 'DBOS.sleep_async' was never awaited",
            },
        ),
        ("in_sync_workflow", ["survey"], {"coroutine 'welcome' was never awaited"}),
        (
            "child",
            ["ship"],
            {
                "coroutine 'invoice' was never awaited",
                "coroutine 'DBOS.start_workflow_async' was never awaited",
            },
        ),
    ],
)
def test_a_step_without_await_is_lost_and_the_workflow_completes(
    case: str, ran: list[str], lost: set[str]
) -> None:
    outcome = outcome_of(f"step-not-awaited/{case}", crash_after=[])

    assert outcome.status == "completed"
    assert list(outcome.log) == outcome.names == ran
    assert set(outcome.warnings) == lost


def test_all_steps_run_where_all_are_awaited() -> None:
    outcome = outcome_of("step-not-awaited/last_fixed")

    assert outcome.names == ["welcome", "DBOS.sleep", "survey"]
    assert outcome.log == ("welcome", "survey")


def test_a_step_that_is_returned_without_await_fails_the_workflow() -> None:
    outcome = outcome_of("step-not-awaited/returned", crash_after=[])

    assert outcome.error == "TypeError: cannot pickle 'coroutine' object"
    assert outcome.log == ("welcome",)


def test_the_result_of_a_step_without_await_is_a_coroutine() -> None:
    used = outcome_of("step-not-awaited/result_used", crash_after=[])
    asked = outcome_of("step-not-awaited/condition", crash_after=[])

    assert used.error == "TypeError: 'coroutine' object is not subscriptable"
    assert asked.log == ("ship",)


def test_branches_of_two_steps_get_each_others_results() -> None:
    first = outcome_of("parallel-steps/two_steps_a_branch", crash_after=[])
    outcome = outcome_of("parallel-steps/two_steps_a_branch", crash_after=[4])

    assert first.output == ["Oslo: booked Oslo", "Rome: booked Rome"]
    assert outcome.status == "completed"
    assert outcome.output == ["Oslo: booked Rome", "Rome: booked Oslo"]


def test_tasks_of_two_steps_swap_their_results_on_recovery_as_branches_do() -> None:
    outcome = outcome_of("parallel-steps/two_steps_a_task", crash_after=[4])

    assert outcome.status == "completed"
    assert outcome.output == ["Oslo: booked Rome", "Rome: booked Oslo"]


def test_branches_that_wait_before_their_step_swap_their_results_on_recovery() -> None:
    surroundings = [{"SLOW": "Oslo"}, {"SLOW": "Rome"}]
    outcome = outcome_of("parallel-steps/waits_first", crash_after=[2], env=surroundings)

    assert outcome.status == "completed"
    assert outcome.output == ["Oslo: booked Rome", "Rome: booked Oslo"]


def test_branches_of_two_steps_with_own_names_fail_the_recovery() -> None:
    outcome = outcome_of("parallel-steps/two_steps_a_branch_named", crash_after=[4])

    assert outcome.error == unexpected(3, "book-Rome", "book-Oslo")


def test_a_workflow_for_each_branch_keeps_them_apart() -> None:
    outcome = outcome_of("parallel-steps/two_steps_a_branch_fixed")

    assert outcome.output == ["Oslo: booked Oslo", "Rome: booked Rome"]


def test_steps_in_threads_are_plain_calls_that_a_recovery_repeats() -> None:
    pool = outcome_of("parallel-steps/executor", ["ada", "bob"])
    thread = outcome_of("parallel-steps/thread")

    assert pool.names == ["report", "close"]
    assert pool.ran == {"charge ada": 2, "charge bob": 2, "report": 1}
    assert thread.names == []
    assert thread.log == ("charge",)


def test_a_step_left_running_is_done_and_not_recorded() -> None:
    outcome = outcome_of("parallel-steps/task_left_running", crash_after=[])

    assert outcome.output == "billed"
    assert outcome.log == ("charge",)
    assert outcome.steps == ()
    assert outcome.loop_errors == (
        "DBOSWorkflowConflictIDError: DBOS Error 1: Workflow run-1 is no longer owned by this execution",
    )


def test_a_step_called_early_works_outside_of_the_step() -> None:
    outcome = outcome_of("step-called-early/value")
    fixed = outcome_of("step-called-early/value_fixed")

    assert outcome.error == "TypeError: the first argument must be callable"
    assert outcome.names == ["reserve"]
    assert outcome.log == ("charge",)
    assert fixed.results["charge"] == 120


def test_a_step_called_early_and_without_name_fails_for_its_name() -> None:
    outcome = outcome_of("step-called-early/value_without_name")

    assert outcome.error == "AttributeError: 'int' object has no attribute '__qualname__'"
    assert outcome.log == ("charge",)


def test_a_coroutine_is_no_step_function() -> None:
    outcome = outcome_of("step-called-early/coroutine")

    assert outcome.error == "TypeError: the first argument must be callable"
    assert outcome.log == ()
    assert outcome.warnings == ("coroutine 'charge' was never awaited",)


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("missing", "TypeError: charge() missing 1 required positional argument: 'amount'"),
        ("too_many", "TypeError: charge() takes 0 positional arguments but 1 was given"),
    ],
)
def test_wrong_arguments_are_recorded_as_the_failure_of_the_step(case: str, error: str) -> None:
    outcome = outcome_of(f"step-function-arguments/{case}", 120)

    assert outcome.error == error
    assert [(step.name, step.error) for step in outcome.steps] == [("charge", error)]
    assert outcome.log == ()


def test_arguments_after_the_function_are_given_to_it() -> None:
    outcome = outcome_of("step-function-arguments/missing_fixed", 120)

    assert outcome.output == "120 EUR"


@pytest.mark.parametrize("case", ["async_lambda", "async_lambda_in_async_workflow"])
def test_a_lambda_that_gives_a_coroutine_does_nothing(case: str) -> None:
    outcome = outcome_of(f"async-step-in-sync-handler/{case}", 120)

    assert outcome.error == "TypeError: cannot pickle 'coroutine' object"
    assert outcome.log == ()
    assert outcome.warnings == ("coroutine 'charge' was never awaited",)


def test_an_async_function_may_be_run_in_a_sync_workflow() -> None:
    outcome = outcome_of("async-step-in-sync-handler/async_lambda_fixed", 120)

    assert outcome.output == 120


def test_sync_operations_refuse_to_run_in_an_async_workflow() -> None:
    outcome = outcome_of("handler-kind-mismatch/sync_operations_in_async_workflow", crash_after=[])
    refused = {name: said for name, said in outcome.output.items() if said != "allowed"}

    assert refused == {name: NO_LOOP.format(name) for name in outcome.output if name != "decorated step"}
    assert len(refused) == 8
    assert outcome.log == ("pack",)


def test_sync_operations_on_workflows_refuse_as_the_profile_says() -> None:
    profile = next(each for each in load_profiles() if each.id == "dbos")
    methods = [method for each in profile.operation for _, method in each.functions if method.twin]
    names = [method.method for method in methods]
    outcome = outcome_of("handler-kind-mismatch/sync_management_in_async_workflow", names, crash_after=[])

    assert outcome.output == {method.method: method.rejects for method in methods}


def test_what_earlier_versions_had_is_gone_as_the_profile_says() -> None:
    profile = next(each for each in load_profiles() if each.id == "dbos")
    outcome = outcome_of("missing-context-method/gone", crash_after=[])

    assert set(outcome.output) == {name.rpartition(".")[2] for name in profile.gone}
    for name, gone in profile.gone.items():
        error, _, text = outcome.output[name.rpartition(".")[2]].partition(": ")
        assert f"`{error}: {text.removeprefix('DBOS Error: ').partition('.')[0]}`" in gone.says


def test_a_generator_never_runs() -> None:
    outcome = outcome_of("handler-kind-mismatch/generator")

    assert outcome.error == "TypeError: cannot pickle 'generator' object"
    assert outcome.log == ()


def test_a_route_below_the_workflow_serves_the_plain_function() -> None:
    outcome = outcome_of("handler-kind-mismatch/route_below_workflow")
    fixed = outcome_of("handler-kind-mismatch/route_below_workflow_fixed", crash_after=[])

    assert outcome.status == "not started"
    assert outcome.log == fixed.log == ("charge", "ordered")
    assert fixed.names == ["charge"]


def test_a_workflow_made_in_a_workflow_is_unknown_to_the_recovery() -> None:
    outcome = outcome_of("local-workflow/made_in_workflow", patience=1.5)

    assert outcome.status == "hanging"
    assert outcome.names == ["order.<locals>.charge"]
