"""WF1: values that change on replay. Nothing compares a request with the one before, so nothing complains."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from .cases import outcome_of

NOON = 12


def hours(*hours: int) -> Callable[[int], None]:
    """Let the clock show these hours in the requests of a run, the last of them from then on."""

    def set_clock(request: int) -> None:
        hour = hours[min(request, len(hours) - 1)]
        shown = time.struct_time((2030, 1, 1, hour, 0, 0, 1, 1, 0))
        mock.patch.stopall()
        mock.patch("time.localtime", return_value=shown).start()

    return set_clock


@pytest.fixture(autouse=True)
def _as_before() -> object:
    yield
    mock.patch.stopall()


def test_two_steps_see_two_times() -> None:
    outcome = outcome_of("clock-outside-step/two_steps")

    assert outcome.status == "completed"
    assert outcome.log == ("order", "invoice")
    assert outcome.results["create-order"]["at"] != outcome.results["create-invoice"]["at"]


def test_a_recorded_time_is_one_time() -> None:
    outcome = outcome_of("clock-outside-step/two_steps_fixed")

    assert outcome.results["create-order"]["at"] == outcome.results["create-invoice"]["at"]


def test_a_run_across_noon_takes_both_branches() -> None:
    outcome = outcome_of("clock-outside-step/decides_branch", before=hours(NOON - 1, NOON))

    assert outcome.status == "completed"
    assert outcome.errors == ()
    assert outcome.log == ("good morning", "good afternoon")


def test_an_early_return_by_the_clock_is_a_success() -> None:
    outcome = outcome_of("clock-outside-step/ends_early", before=hours(NOON - 1, NOON))

    assert (outcome.status, outcome.output) == ("completed", "closed")
    assert outcome.log == ("first",)


def test_two_steps_see_two_references() -> None:
    outcome = outcome_of("random-outside-step/two_steps")

    assert outcome.status == "completed"
    assert outcome.results["charge"] != outcome.results["send-receipt"]


def test_a_recorded_reference_is_one_reference() -> None:
    outcome = outcome_of("random-outside-step/two_steps_fixed")

    assert outcome.results["charge"] == outcome.results["send-receipt"]


def test_a_draw_in_every_request_takes_both_branches(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = itertools.chain([0.1], itertools.repeat(0.9))
    monkeypatch.setattr("random.random", lambda: next(draws))

    outcome = outcome_of("random-outside-step/decides_steps")

    assert outcome.status == "completed"
    assert outcome.log == ("ten", "shipping", "close")


def test_another_process_runs_the_step_again(monkeypatch: pytest.MonkeyPatch) -> None:
    processes = itertools.chain([11], itertools.repeat(12))
    monkeypatch.setattr(os, "getpid", lambda: next(processes))

    outcome = outcome_of("process-identity-outside-step/pid_in_id")

    assert outcome.status == "completed"
    assert outcome.names == ["import-11", "import-12"]
    assert outcome.log == ("import", "import")


def listing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the directory be listed in one order first, and in another one ever after."""
    orders = itertools.chain([["a.csv", "b.csv"]], itertools.repeat(["b.csv", "a.csv"]))
    monkeypatch.setattr(os, "listdir", lambda _: next(orders))


def test_equal_ids_give_results_to_the_wrong_items_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    listing(monkeypatch)

    outcome = outcome_of("unordered-iteration/constant_id")

    assert outcome.status == "completed"
    assert outcome.output == {"a.csv": "rows of a.csv", "b.csv": "rows of a.csv"}
    assert outcome.log == ("a.csv", "a.csv")


@pytest.mark.parametrize(
    "case", ["unordered-iteration/constant_id_fixed", "silent/unordered_with_item_in_id"]
)
def test_sorted_items_and_ids_of_items_keep_their_results(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listing(monkeypatch)

    outcome = outcome_of(case)

    assert outcome.output == {"a.csv": "rows of a.csv", "b.csv": "rows of b.csv"}
    assert sorted(outcome.log) == ["a.csv", "b.csv"]


def test_a_setting_that_changes_takes_both_branches(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = outcome_of(
        "environment-outside-step/decides_step",
        before=lambda request: monkeypatch.setenv("CARRIER", "courier" if request else "post"),
    )

    assert outcome.status == "completed"
    assert outcome.log == ("post", "courier")


def test_a_counter_in_an_id_makes_the_run_endless() -> None:
    outcome = outcome_of("global-state-outside-step/counter_in_id", cap=10)

    assert outcome.status == "looping"
    assert outcome.logged("sent") == 10
    assert outcome.names[:3] == ["send-1", "send-2", "send-3"]


def test_a_list_of_the_module_grows_in_every_pass() -> None:
    outcome = outcome_of("global-state-outside-step/list_grows")

    assert outcome.output == outcome.passes == 3


def test_a_uuid_in_an_id_makes_the_run_endless() -> None:
    outcome = outcome_of("unstable-step-name/uuid", cap=10)

    assert outcome.status == "looping"
    assert outcome.logged("charge") == 10
    assert len(outcome.executed) == 10


def test_an_id_of_the_events_data_is_stable() -> None:
    outcome = outcome_of("unstable-step-name/uuid_fixed")

    assert outcome.status == "completed"
    assert outcome.log == ("charge",)


def test_a_clock_in_the_id_of_a_sleep_sleeps_for_ever() -> None:
    outcome = outcome_of("unstable-step-name/clock_in_sleep", cap=10)

    assert outcome.status == "looping"
    assert outcome.log == ()
    assert len(outcome.steps) == 9


def test_an_unstable_id_in_a_parallel_group_completes_the_run_with_nothing_done() -> None:
    outcome = outcome_of("unstable-step-name/in_parallel")

    assert (outcome.status, outcome.output) == ("completed", "done")
    assert outcome.deliveries[0].ops == ("StepPlanned", "StepPlanned")
    assert outcome.steps == ()
    assert outcome.log == ()


def test_an_unstable_id_after_a_parallel_group_is_not_found() -> None:
    outcome = outcome_of("unstable-step-name/after_parallel")

    assert outcome.status == "failed"
    assert len(outcome.errors) == 4
    assert all("when targeting a different step" in error for error in outcome.errors)
    assert outcome.log == ("charge", "ship")


def test_the_witnesses_of_this_folder_are_all_driven() -> None:
    # A test names its witness in full, or the case alone in a list of cases.
    folder = Path(__file__).parent
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_*.py")))
    cases = {f"{path.parent.name}/{path.stem}" for path in folder.glob("witnesses/*/*.py")}

    assert [
        case for case in sorted(cases) if case not in tests and f'"{case.split("/")[1]}"' not in tests
    ] == []


def test_an_attempt_decides_in_one_delivery_only() -> None:
    outcome = outcome_of("delivery-value-outside-step/attempt_decides")

    assert outcome.output == "noted, charged"
    assert outcome.names == ["note", "charge"]
    assert "apologize" not in outcome.log


def test_the_id_of_a_request_names_another_step_in_each() -> None:
    outcome = outcome_of("unstable-step-name/request_id", cap=6)

    assert outcome.status == "looping"
    assert outcome.log == 6 * ("charge",)
