"""What looks suspicious and is right: a crash after any step changes nothing."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sampling import sampled

from .cases import outcome_of

if TYPE_CHECKING:
    from pathlib import Path

_CASES: dict[str, tuple[list[Any], Any, list[str]]] = {
    "class_and_static_methods": ([], (3, "Shop: tea"), ["price", "pack"]),
    "configured_instance": ([], "Oslo", ["pack", "ship"]),
    "implementation_below": (["tea"], "tea", ["pack", "ship"]),
    "queue": ([["a", "b"]], ["A", "B"], ["a", "b"]),
    "child_workflows": ([], [1, 2], ["invoice 1", "invoice 2"]),
    "failure_caught": ([], "paid, shipped", ["card", "bank", "ship"]),
    "retry_by_hand": ([], "paid", ["charge 0", "charge 1", "charge 2"]),
    "equal_names": ([["b", "a"]], ["b", "a", "ship b", "ship a", "ship the rest"], ["b", "a"]),
    "partial_and_object": ([], [6, 4, 12], []),
    "step_in_step": ([], "credited", ["debit", "credit", "report"]),
    "threads_with_context": ([], ["charged", "shipped", "closed"], ["charge", "close"]),
    "sync_and_async": (
        [],
        ["shipped", "charged", "done", "again", "shipped", "charged", "done", "charged"],
        ["ship", "charge", "close", "ship", "charge", "close", "charge"],
    ),
    "values_as_arguments": ([], True, ["create"]),
    "stable_values": ([["b", "a"]], None, ["a", "b", "low"]),
    "shapes": (
        [["b", "a"]],
        ["b", "a", "n2", "n1", "last", "one"],
        ["b", "a", "n2", "n1", "last", "sure", "kind", "one"],
    ),
    "result_changed_outside": ([{}], (["tea", "shipping"], 1), ["find", "print"]),
    "messages_and_events": ([], ["cooking", "ready", "ready"], []),
    "time_in_output": ([], True, ["charge", "ship"]),
}


@pytest.mark.parametrize("case", sampled(_CASES, 3))
def test_a_crash_changes_nothing(case: str) -> None:
    args, output, log = _CASES[case]
    outcome = outcome_of(f"silent/{case}", *args)

    assert outcome.status == "completed"
    assert [done.crashed for done in outcome.passes] == [True, False]
    assert outcome.output == output
    assert list(outcome.log) == log
    assert outcome.warnings == ()


def test_workers_of_one_queue_get_the_results_of_their_items_again() -> None:
    outcome = outcome_of("silent/workers", ["a", "bbb", "cc", "d"], crash_after=[2])

    assert outcome.status == "completed"
    assert outcome.output == {"a": "A", "bbb": "BBB", "cc": "CC", "d": "D"}


def test_nothing_of_dbos_is_caught_by_a_broad_except() -> None:
    outcome = outcome_of("silent/failure_caught_broadly")

    assert outcome.output == "refunded"
    assert outcome.log == ("charge", "charge", "DBOSMaxStepRetriesExceeded", "refund")


def test_a_cancellation_that_a_bare_except_catches_is_not_undone() -> None:
    outcome = outcome_of("silent/bare_except")

    assert outcome.status == "cancelled"
    assert outcome.log == ()


def test_the_end_of_a_block_is_reached_once() -> None:
    outcome = outcome_of("silent/finally_and_with")

    assert [done.log for done in outcome.passes] == [
        ("enter", "charge"),
        ("enter", "ship", "leave", "finally"),
    ]


def test_a_step_is_named_after_its_function() -> None:
    outcome = outcome_of("silent/names_by_default")

    assert outcome.status == "completed"
    assert outcome.names == [
        "charge",
        "send-mail",
        *4 * ["close"],
        "order.<locals>.<lambda>",
        "Shop.pack",
        "max",
        "send",
        "Löschen ☃",
    ]


def test_branches_of_one_step_keep_their_places() -> None:
    outcome = outcome_of("silent/gather", ["Rome", "Oslo", "Bern"], crash_after=[2])

    assert outcome.output == ["Rome", "Oslo", "Bern", "Rome!", "Oslo!", "Bern!"]
    assert outcome.names == ["quote", "quote", "quote", "ask-Rome", "ask-Oslo", "ask-Bern"]
    assert len(outcome.passes) == 2


def test_tasks_of_one_step_keep_their_places() -> None:
    outcome = outcome_of("silent/tasks", crash_after=[3])

    assert outcome.output == ["Oslo", "Rome", "Bern", "Wien"]
    assert len(outcome.passes) == 2
    assert Counter(outcome.names) == {"quote": 4, "DBOS.asyncio_wait": 1}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="there are no task groups")
def test_a_group_of_tasks_keeps_their_places() -> None:
    outcome = outcome_of("silent/task_group")

    assert outcome.output == ["Oslo", "Rome", "closed"]
    assert outcome.names == ["quote", "quote", "close"]


def test_an_error_before_the_first_step_is_the_end() -> None:
    outcome = outcome_of("silent/raise_before_first_step", 0)

    assert outcome.status == "failed"
    assert outcome.error == "ValueError: nothing to pay"
    assert outcome.log == ("order",)


def test_a_recorded_draw_may_decide() -> None:
    outcome = outcome_of("silent/values_inside_steps")

    assert outcome.output > 0.5
    assert outcome.log == ("voucher",)


@pytest.mark.parametrize("crash_after", sampled([1, 2, 3, 5], 2))
def test_transactions_of_a_datasource_are_made_once(crash_after: int, tmp_path: Path) -> None:
    shop = {"SHOP": str(tmp_path / "shop.sqlite")}
    outcome = outcome_of("silent/datasource", crash_after=[crash_after], env=[shop, shop])

    assert outcome.output == 4
    assert outcome.names == ["book", "book-milk", "book_both", "note", "count"]
    assert list(outcome.log) == ["book tea", "book milk", "book bread", "book salt", "note done", "count"]
