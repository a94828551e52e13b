"""WF1 and WF4: values that change on replay, and step names."""

from __future__ import annotations

import os
import random
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sampling import sampled

from .cases import ORDER, UNAUTHENTICATED, evaluated, incompatible, outcome_of

UNNAMED = (
    "WorkflowError: A workflow step name cannot be undefined or an empty string. "
    "Please provide a name for your workflow step."
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .drive import Outcome


def seed_that_draws(*wanted: Callable[[random.Random], bool]) -> int:
    """Find a seed whose first draws satisfy `wanted` in turn; a delivery draws in its dry run, then in its real pass."""
    for seed in count():
        generator = random.Random(seed)  # noqa: S311
        if all(draw(generator) for draw in wanted):
            return seed
    raise AssertionError


def heads(generator: random.Random) -> bool:
    return generator.random() < 0.5


def tails(generator: random.Random) -> bool:
    return not heads(generator)


def driven_with_seeds(witness: str, seeds: list[int]) -> Outcome:
    """Drive a witness, seeding the module-level generator before each delivery, with the last seed for the rest."""
    return outcome_of(witness, before=lambda index: random.seed(seeds[min(index, len(seeds) - 1)]))


@pytest.fixture(autouse=True)
def _generator_restored() -> Iterator[None]:
    state = random.getstate()
    yield
    random.setstate(state)


@pytest.mark.parametrize(
    ("witness", "first", "second"),
    [
        ("clock-outside-step/two_steps", "create-order", "create-invoice"),
        ("clock-outside-step/datetime_in_two_steps", "send-receipt", "plan-reminder"),
        ("random-outside-step/two_steps", "create-order", "charge"),
    ],
)
def test_two_steps_see_two_values(witness: str, first: str, second: str) -> None:
    def value(outcome: Outcome, step: str) -> object:
        result = outcome.results[step]
        return result["at"] if isinstance(result, dict) else result

    wrong, fixed = outcome_of(witness), outcome_of(f"{witness}_fixed")

    assert wrong.status == "completed"
    assert wrong.errors == []
    assert value(wrong, first) != value(wrong, second)
    assert value(fixed, first) == value(fixed, second)


def test_replayed_work_takes_no_time_off_a_pause() -> None:
    wrong, fixed = (outcome_of(f"clock-outside-step/time_left{suffix}") for suffix in ("", "_fixed"))

    assert (wrong.sleeps, fixed.sleeps) == (("300s",), ("299s",))


def test_a_coin_that_falls_the_other_way_fails_the_run() -> None:
    as_a, as_b = seed_that_draws(heads, heads), seed_that_draws(tails, tails)

    outcome = driven_with_seeds("random-outside-step/picks_step", [as_a, as_a, as_b])

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [incompatible("send-offer-b", "send-offer-a")]
    assert outcome.log == ("a",)


def test_a_recorded_coin_decides_once() -> None:
    as_a, as_b = seed_that_draws(heads, heads), seed_that_draws(tails, tails)

    outcome = driven_with_seeds("random-outside-step/picks_step_fixed", [as_a, as_a, as_b])

    assert outcome.status == "completed"
    assert outcome.log == ("a", "record")


def test_branches_of_one_name_complete_with_a_wrong_receipt() -> None:
    def picks(currency: str) -> Callable[[random.Random], bool]:
        return lambda generator: generator.choice(["EUR", "USD"]) == currency

    usd = seed_that_draws(picks("USD"), picks("USD"))
    eur = seed_that_draws(picks("EUR"), picks("EUR"))

    outcome = driven_with_seeds("random-outside-step/same_name_in_both_branches", [usd, usd, eur])

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.results["receipt"] == "receipt says EUR, paid USD"


def test_an_early_return_in_the_real_pass_completes_without_a_step() -> None:
    runs, returns = seed_that_draws(tails, tails), seed_that_draws(tails, heads)

    outcome = driven_with_seeds("random-outside-step/early_return", [runs, returns])

    assert outcome.status == "completed"
    assert outcome.steps == ()


def test_an_early_return_in_the_dry_run_counts_as_unauthenticated() -> None:
    runs, returns = seed_that_draws(tails, tails), seed_that_draws(heads)

    outcome = driven_with_seeds("random-outside-step/early_return", [runs, runs, returns])

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [UNAUTHENTICATED]
    assert outcome.log == ("invite",)


def test_a_process_id_in_a_name_is_another_one_in_the_next_process() -> None:
    outcome = outcome_of("process-identity-outside-step/pid_in_name", seeds=(1,))

    assert outcome.status == "failed"
    assert outcome.log == ("reserve",)
    assert outcome.errors[0].startswith("WorkflowError: Incompatible step name. Expected 'reserve-")


def test_a_hash_that_decides_a_step_differs_between_processes() -> None:
    parities = {evaluated("hash('ada') % 2", seed): seed for seed in range(1, 12)}

    outcome = outcome_of(
        "process-identity-outside-step/hash_picks_step", seeds=(parities["0"], parities["0"], parities["1"])
    )

    assert outcome.status == "failed"
    assert outcome.errors == [incompatible("store-odd", "store-even")]
    assert outcome.log == ("even",)


def seeds_that_disagree() -> tuple[int, int]:
    """Return two hash seeds under which the order's items, as a set, begin with different items."""
    first = {evaluated(f"next(iter(set({ORDER['items']})))", seed): seed for seed in range(1, 30)}
    one, other, *_ = first.values()
    return one, other


@pytest.mark.parametrize("case", sampled(["set", "pop", "dictionary"], 3))
def test_a_set_has_another_order_in_the_next_process(case: str) -> None:
    one, other = seeds_that_disagree()

    outcome = outcome_of(f"unordered-iteration/{case}", seeds=(one, one, other))

    assert outcome.status == "failed"
    assert len(outcome.log) == 1
    assert outcome.errors[0].startswith("WorkflowError: Incompatible step name. Expected 'process-")


def test_a_key_leaves_ties_in_the_order_of_the_set() -> None:
    second = {evaluated(f"sorted(set({ORDER['items']}), key=len)[1]", seed): seed for seed in range(1, 30)}
    one, other, *_ = second.values()

    outcome = outcome_of("unordered-iteration/order_left_by_key", seeds=(one, one, one, other))

    assert outcome.status == "failed"
    assert len(outcome.log) == 2
    assert outcome.errors[0].startswith("WorkflowError: Incompatible step name. Expected 'process-")


def test_a_set_keeps_its_order_within_one_process() -> None:
    # Which is why the mistake does not show on a developer's machine.
    assert outcome_of("unordered-iteration/set").status == "completed"


def test_a_sorted_set_has_one_order_in_every_process() -> None:
    outcome = outcome_of("unordered-iteration/set_fixed", seeds=seeds_that_disagree())

    assert outcome.status == "completed"
    assert list(outcome.log) == ["alpha", "beta", "delta", "gamma"]


def test_two_steps_join_a_set_in_two_orders() -> None:
    one, other = seeds_that_disagree()

    outcome = outcome_of("unordered-iteration/step_argument", seeds=(one, one, other))

    assert outcome.status == "completed"
    assert outcome.results["store"] != outcome.results["announce"]


def switched_on_after_the_first_step(index: int) -> None:
    os.environ["NEW_PRICES"] = "on" if index > 1 else "off"


def test_a_variable_that_a_deploy_changes_fails_the_run() -> None:
    outcome = outcome_of("environment-outside-step/picks_step", before=switched_on_after_the_first_step)

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [incompatible("new-price", "old-price")]


def test_a_recorded_variable_decides_once() -> None:
    outcome = outcome_of("environment-outside-step/picks_step_fixed", before=switched_on_after_the_first_step)

    assert outcome.status == "completed"
    assert outcome.log == ("old", "old")


def test_a_counter_of_the_module_goes_up_twice_with_every_delivery() -> None:
    # The trigger's pass makes it 1; each later delivery adds its dry run and its real pass.
    outcome = outcome_of("global-state-outside-step/counter")

    assert outcome.log == ("first 3", "second 5")


def test_a_cache_that_the_process_keeps_leaves_out_the_step_that_fills_it() -> None:
    wrong = outcome_of("global-state-outside-step/cache_decides")
    fixed = outcome_of("global-state-outside-step/cache_decides_fixed")

    assert wrong.status == "failed"
    assert wrong.errors == 4 * [incompatible("charge", "load-rates")]
    assert fixed.status == "completed"
    assert fixed.log == ("rates", "charge rates", "confirm")


def test_a_name_made_at_import_is_another_one_in_the_next_process() -> None:
    outcome = outcome_of("random-outside-step/made_at_import", seeds=(1,))

    assert outcome.status == "failed"
    assert outcome.log == ("first",)
    assert outcome.errors[0].startswith("WorkflowError: Incompatible step name. Expected 'first-")


def test_duplicate_names_complete_by_position() -> None:
    outcome = outcome_of("duplicate-step-name/sequential")

    assert outcome.status == "completed"
    assert outcome.executed == {"notify": 2}
    assert outcome.log == ("owner", "team")


def test_one_name_for_all_steps_of_a_loop_completes_by_position() -> None:
    outcome = outcome_of("loop-invariant-step-name/list")

    assert outcome.status == "completed"
    assert outcome.executed == {"process": 4}
    assert list(outcome.log) == ORDER["items"]


def test_one_name_over_a_set_completes_and_does_one_item_twice() -> None:
    orders = {seed: evaluated(f"*set({ORDER['items']})", seed).split() for seed in range(1, 30)}
    first, later = next(
        (first, later) for first in orders for later in orders if orders[first][0] == orders[later][1]
    )
    skipped, repeated = orders[later][:2]

    outcome = outcome_of(
        "loop-invariant-step-name/set", seeds=(first, first, later, later, later, later, later)
    )

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.logged(repeated) == 2
    assert outcome.logged(skipped) == 0
    assert outcome.results["store"][skipped] == repeated


def test_a_random_name_fails_after_the_work_is_done() -> None:
    outcome = outcome_of("unstable-step-name/uuid")

    assert outcome.status == "failed"
    assert outcome.log == ("alpha",)
    assert len(set(outcome.errors)) == 4
    assert all(error.startswith("WorkflowError: Incompatible step name.") for error in outcome.errors)


def test_a_time_in_a_name_fails_after_the_work_is_done() -> None:
    outcome = outcome_of("unstable-step-name/clock")

    assert outcome.status == "failed"
    assert outcome.log == ("backup",)
    assert all(error.startswith("WorkflowError: Incompatible step name.") for error in outcome.errors)


def test_an_address_in_a_name_fails_after_the_work_is_done() -> None:
    outcome = outcome_of("unstable-step-name/object")

    assert outcome.status == "failed"
    assert outcome.log == ("first",)
    assert all(error.startswith("WorkflowError: Incompatible step name.") for error in outcome.errors)


@pytest.mark.parametrize("case", ["empty", "none"])
def test_a_step_without_a_name_rejects_the_trigger(case: str) -> None:
    outcome = outcome_of(f"invalid-step-name/{case}")

    assert not outcome.started
    assert outcome.errors == [UNNAMED]


def test_a_number_as_a_name_is_recorded_as_a_number() -> None:
    outcome = outcome_of("invalid-step-name/number")

    assert outcome.status == "completed"
    assert [step.name for step in outcome.steps] == [5]


def test_a_retry_asks_for_another_step_than_the_first_attempt() -> None:
    outcome = outcome_of("delivery-value-outside-step/retried_decides")

    assert outcome.status == "failed"
    assert outcome.errors[-1] == incompatible("charge", "note")
    assert outcome.log == ("note", "charge")


def test_the_id_of_a_message_names_another_step_in_each_delivery() -> None:
    outcome = outcome_of("unstable-step-name/message_id")

    assert outcome.status == "failed"
    assert outcome.errors[0] == incompatible("charge-message-2", "charge-message-1")
    assert outcome.log == ("charge",)
