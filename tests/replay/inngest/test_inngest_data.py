"""WF4 and WF5: ids of steps, and the data that crosses a step."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from replay.results import CHANGED, UNCHANGED, UNSERIALIZABLE

from .cases import failed_four_times, handler, outcome_of, returning
from .drive import drive

_SERIALIZER = (
    "client = inngest.Inngest(app_id='shop', is_production=False, serializer=inngest.PydanticSerializer())"
)


@pytest.mark.parametrize("name", UNSERIALIZABLE)
def test_what_json_rejects_runs_four_times_and_fails_the_run(name: str) -> None:
    imports, expression, _ = UNSERIALIZABLE[name]

    outcome = drive(returning(expression.replace("returning_nothing", "work"), imports))

    assert failed_four_times(outcome, 'OutputUnserializableError: "work" returned unserializable data')
    assert outcome.log == 4 * ("work",)
    assert not any(delivery.no_retry for delivery in outcome.deliveries)


def test_what_json_rejects_fails_flask_as_well() -> None:
    outcome = drive(returning("{1, 2}", flask=True))

    assert failed_four_times(outcome, 'OutputUnserializableError: "work" returned unserializable data')


def test_a_handler_cannot_catch_that_its_step_is_not_sent() -> None:
    body = 'try:\n    await ctx.step.run("work", work)\nexcept Exception:\n    LOG.append("caught")'

    outcome = drive(handler(body, expression="{1, 2}"))

    assert outcome.status == "failed"
    assert outcome.logged("caught") == 0


@pytest.mark.parametrize("name", CHANGED)
def test_what_json_changes_comes_back_changed(name: str) -> None:
    imports, expression, result = CHANGED[name]

    outcome = drive(returning(expression, imports))

    assert outcome.status == "completed"
    assert outcome.log[-1] == repr(result)


@pytest.mark.parametrize("name", UNCHANGED)
def test_what_json_knows_comes_back_as_it_was(name: str) -> None:
    outcome = drive(returning(repr(UNCHANGED[name])))

    assert outcome.log == ("work", repr(UNCHANGED[name]))


@pytest.mark.parametrize("value", [{"data": 1}, {"error": {"message": "m", "name": "n"}}, {"error": None}])
def test_results_that_look_like_the_protocols_own_come_back(value: dict[str, Any]) -> None:
    assert drive(returning(repr(value))).log == ("work", repr(value))


@pytest.mark.parametrize(("expression", "status"), [("(1, 2)", "completed"), ("{1, 2}", "failed")])
def test_the_result_of_the_function_is_sent_as_json(expression: str, status: str) -> None:
    outcome = drive(handler(f"return {expression}"))

    assert outcome.status == status
    assert outcome.error == (
        "" if status == "completed" else "OutputUnserializableError: returned unserializable data"
    )


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("datetime.datetime(2030, 1, 1)", "datetime.datetime"),
        ("datetime.timedelta(days=1)", "datetime.timedelta"),
        ("Decimal('1.5')", "Decimal"),
        ("UUID(int=7)", "UUID"),
        ("{1}", "set[int]"),
        ("(1, 2)", "tuple[int, int]"),
        ("{1: 2}", "dict[int, int]"),
        ("Point(x=1)", "Point"),
        ("[Point(x=1)]", "list[Point]"),
    ],
)
def test_with_a_serializer_and_an_output_type_any_type_comes_back(expression: str, kind: str) -> None:
    imports = "import datetime\nfrom dataclasses import dataclass\nfrom decimal import Decimal\nfrom uuid import UUID\n"
    point = "@dataclass\nclass Point:\n    x: int\n"
    body = f'result = await ctx.step.run("work", work, output_type={kind})\nLOG.append(repr(result == {expression}))'
    source = handler(body, imports + point, expression=expression)
    source = source.replace('client = inngest.Inngest(app_id="shop", is_production=False)', _SERIALIZER)

    outcome = drive(source)

    assert outcome.status == "completed", outcome.errors
    assert outcome.log == ("work", "True")


def test_a_serializer_without_output_type_serializes_nothing() -> None:
    outcome = outcome_of("attribute-on-step-result/model_without_output_type")

    assert failed_four_times(outcome, 'OutputUnserializableError: "load" returned unserializable data')
    assert outcome.logged("load") == 4


def test_an_output_type_without_serializer_does_nothing() -> None:
    outcome = outcome_of("attribute-on-step-result/output_type_without_serializer")

    assert outcome.status == "failed"
    assert outcome.error == "AttributeError: 'dict' object has no attribute 'email'"


def test_a_model_comes_back_with_serializer_and_output_type() -> None:
    outcome = outcome_of("silent/model_with_output_type")

    assert (outcome.status, outcome.output) == ("completed", {"email": "ada@example.test"})
    assert outcome.log == ("load", "ada@example.test")


def test_a_dict_has_no_attributes_for_its_keys() -> None:
    outcome = outcome_of("attribute-on-step-result/dataclass_as_dict")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ("AttributeError: 'dict' object has no attribute 'email'",)
    assert outcome_of("attribute-on-step-result/dataclass_as_dict_fixed").output == "ada@example.test"


def test_a_step_that_returns_nothing_gives_none() -> None:
    outcome = outcome_of("missing-step-return/result_used")

    assert outcome.errors == 4 * ("TypeError: 'NoneType' object is not subscriptable",)
    assert outcome.log == ("load",)


@pytest.mark.parametrize(("case", "output"), [("counter", 0), ("list", [])])
def test_what_steps_change_outside_is_gone(case: str, output: object) -> None:
    outcome = outcome_of(f"mutation-inside-step/{case}")

    assert outcome.status == "completed"
    assert outcome.output == output


def test_results_of_steps_add_up() -> None:
    assert outcome_of("mutation-inside-step/counter_fixed").output == 7


@pytest.mark.parametrize("key", ["None", "17", "True", "b'charge'", "('charge', 1)"])
def test_an_id_that_is_no_text_fails_every_request(key: str) -> None:
    outcome = drive(handler(f"await ctx.step.run({key}, work)"))

    kind = type(eval(key)).__name__  # noqa: S307
    assert failed_four_times(outcome, f"AttributeError: '{kind}' object has no attribute 'encode'")
    assert outcome.log == ()


@pytest.mark.parametrize("key", ["''", "'Zahlung prüfen'", "'x' * 300"])
def test_any_text_is_an_id(key: str) -> None:
    outcome = drive(handler(f"await ctx.step.run({key}, work)"))

    assert outcome.status == "completed"
    assert outcome.log == ("work",)


def test_equal_ids_in_one_order_are_told_apart() -> None:
    outcome = outcome_of("duplicate-step-name/same_order")

    assert (outcome.status, outcome.output) == ("completed", ["first", "second"])
    assert outcome.log == ("first", "second")
    assert outcome.names == ["remind", "wait", "remind", "wait"]


def changed_to(name: str, values: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set a variable to the first value for the first request, and to the second for the others."""
    return lambda request: monkeypatch.setenv(name, values[bool(request)])


def test_the_second_of_two_equal_ids_takes_the_firsts_result_where_that_is_skipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome = outcome_of(
        "duplicate-step-name/condition_changes", before=changed_to("CHARGE_FEE", ("yes", "no"), monkeypatch)
    )

    assert (outcome.status, outcome.output) == ("completed", "fee")
    assert outcome.log == ("fee",)


def test_one_id_in_a_loop_is_right_while_the_items_keep_their_order() -> None:
    outcome = outcome_of("loop-invariant-step-name/order_kept")

    assert outcome.output == ["sent to alpha", "sent to beta", "sent to gamma", "sent to delta"]
    assert outcome.log == ("alpha", "beta", "gamma", "delta")


@pytest.mark.parametrize(
    ("case", "bea"), [("items_leave", "sent to ada"), ("items_leave_fixed", "sent to bea")]
)
def test_one_id_in_a_loop_gives_results_to_others_where_an_item_leaves(case: str, bea: str) -> None:
    outcome = drive_without_first(case)

    assert outcome.status == "completed"
    assert outcome.output["bea"] == bea


def drive_without_first(case: str) -> Any:
    """Drive a witness whose list of customers loses its first one after the first request."""

    def remove(request: int) -> None:
        if request == 1:
            sys.modules[f"witness_{case}"].customers.pop(0)

    return outcome_of(f"loop-invariant-step-name/{case}", before=remove)


def test_a_result_of_the_function_that_json_rejects_fails_the_run_behind_its_steps() -> None:
    outcome = outcome_of("unserializable-workflow-result/set")
    fixed = outcome_of("unserializable-workflow-result/set_fixed")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ("OutputUnserializableError: returned unserializable data",)
    assert outcome.log == 4 * ("sum up",)
    assert fixed.status == "completed"
    assert fixed.output == ["120"]
