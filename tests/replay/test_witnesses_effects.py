"""WF2: side effects outside steps happen on every pass."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .cases import NO_PROXY, outcome_of

if TYPE_CHECKING:
    from .conftest import Hook


def rows(payload: dict[str, Any]) -> list[str]:
    with closing(sqlite3.connect(payload["database"])) as connection:
        return [item for (item,) in connection.execute("select item from orders")]


@pytest.mark.parametrize(("case", "times"), [("hook_in_prelude", 7), ("hook_in_prelude_fixed", 1)])
def test_a_request_in_the_prelude(case: str, times: int, payload: dict[str, Any], hook: Hook) -> None:
    before = hook.received

    outcome = outcome_of(f"network-outside-step/{case}", payload=payload, env=NO_PROXY)

    assert outcome.status == "completed"
    assert hook.received - before == times


@pytest.mark.parametrize(("case", "times"), [("insert_in_prelude", 7), ("insert_in_prelude_fixed", 1)])
def test_a_row_inserted_in_the_prelude(case: str, times: int, payload: dict[str, Any]) -> None:
    outcome = outcome_of(f"database-outside-step/{case}", payload=payload)

    assert outcome.status == "completed"
    assert rows(payload) == times * ["alpha"]


@pytest.mark.parametrize(("case", "times"), [("append_in_prelude", 7), ("append_in_prelude_fixed", 1)])
def test_a_line_written_in_the_prelude(case: str, times: int, payload: dict[str, Any]) -> None:
    outcome = outcome_of(f"filesystem-outside-step/{case}", payload=payload)

    assert outcome.status == "completed"
    assert Path(payload["file"]).read_text(encoding="utf-8") == times * "started\n"


@pytest.mark.parametrize(
    ("case", "what", "times"),
    [
        ("subprocess_in_prelude", "convert", 7),
        ("subprocess_in_prelude_fixed", "convert", 1),
        ("thread_in_prelude", "thread", 7),
    ],
)
def test_a_program_or_thread_started_in_the_prelude(case: str, what: str, times: int) -> None:
    outcome = outcome_of(f"process-outside-step/{case}")

    assert outcome.status == "completed"
    assert outcome.logged(what) == times


def test_lines_printed_outside_steps(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = outcome_of("output-outside-step/print_everywhere")

    assert outcome.status == "completed"
    assert Counter(capsys.readouterr().out.split()) == {"prelude": 7, "between": 2, "after": 1}


def test_a_transaction_around_two_steps_loses_both_rows(payload: dict[str, Any]) -> None:
    outcome = outcome_of("resource-across-steps/transaction", payload=payload)

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.log == ("alpha", "beta")
    assert rows(payload) == []


def test_a_transaction_in_each_step_keeps_both_rows(payload: dict[str, Any]) -> None:
    outcome_of("resource-across-steps/transaction_fixed", payload=payload)

    assert rows(payload) == ["alpha", "beta"]


def test_a_context_manager_around_two_steps_is_entered_on_every_pass() -> None:
    outcome = outcome_of("resource-across-steps/context_manager")

    assert outcome.status == "completed"
    assert [outcome.logged(what) for what in ("open", "rollback", "commit")] == [7, 6, 1]


def test_finally_around_two_steps_runs_on_every_pass() -> None:
    outcome = outcome_of("resource-across-steps/finally")

    assert outcome.status == "completed"
    assert outcome.logged("clean up") == 7
