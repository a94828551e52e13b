"""WF310, WF312, WF313: what a function may be, and its failure handler."""

from __future__ import annotations

import inngest
import pytest

from .cases import UNSERIALIZABLE, failed_four_times, outcome_of

TRIGGER = inngest.TriggerEvent(event="shop/order.paid")


def a_client() -> inngest.Inngest:
    return inngest.Inngest(app_id="shop", is_production=False)


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("two_parameters", "TypeError: charge_customer() missing 1 required positional argument: 'step'"),
        ("no_parameter", "TypeError: charge_customer() takes 0 positional arguments but 1 was given"),
        ("generator", UNSERIALIZABLE),
        ("async_generator", UNSERIALIZABLE),
        ("lambda_of_coroutine", UNSERIALIZABLE),
        ("sync_wrapper", UNSERIALIZABLE),
    ],
)
def test_handlers_that_the_sdk_cannot_call_fail_every_request(case: str, error: str) -> None:
    outcome = outcome_of(f"handler-kind-mismatch/{case}")

    assert failed_four_times(outcome, error)
    assert outcome.steps == ()


def test_a_partial_of_an_async_function_is_async() -> None:
    outcome = outcome_of("handler-kind-mismatch/lambda_of_coroutine_fixed")

    assert outcome.status == "completed"
    assert outcome.log == ("eu",)


def test_of_two_functions_with_one_id_the_last_one_is_run() -> None:
    outcome = outcome_of("handler-kind-mismatch/same_id", function="charge_customer")

    assert outcome.status == "completed"
    assert outcome.log == ("refund",)


def test_a_failure_handler_with_two_parameters_fails() -> None:
    outcome = outcome_of("handler-kind-mismatch/failure_two_parameters", failure=True)

    assert outcome.status == "failed"
    assert outcome.error == "TypeError: told() missing 1 required positional argument: 'error'"
    assert outcome.log == ()


def test_failure_handlers_run_steps() -> None:
    outcome = outcome_of("step-in-failure-function/steps", failure=True)

    assert outcome.status == "completed"
    assert outcome.log == ("pass", "tell o-17", "pass", "tell shop o-17", "pass")


def test_a_nested_step_fails_a_failure_handler() -> None:
    outcome = outcome_of("step-in-failure-function/nested", failure=True)

    assert outcome.status == "failed"
    assert outcome.log == ()


def test_an_async_function_cannot_have_a_sync_failure_handler() -> None:
    async def charge(ctx: inngest.Context) -> None: ...

    def tell(ctx: inngest.ContextSync) -> None: ...

    with pytest.raises(Exception, match="an async function cannot have a non-async on_failure handler"):
        a_client().create_function(fn_id="charge", trigger=TRIGGER, on_failure=tell)(charge)
    with pytest.raises(Exception, match="a non-async function cannot have an async on_failure handler"):
        a_client().create_function(fn_id="tell", trigger=TRIGGER, on_failure=charge)(tell)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"fn_id": "charge", "trigger": TRIGGER, "retry": 3}, "unexpected keyword argument 'retry'"),
        ({"fnId": "charge", "trigger": TRIGGER}, "unexpected keyword argument 'fnId'"),
        ({"fn_id": "charge"}, "missing 1 required keyword-only argument: 'trigger'"),
        ({"trigger": TRIGGER}, "missing 1 required keyword-only argument: 'fn_id'"),
    ],
)
def test_options_that_the_decorator_does_not_have(options: dict[str, object], error: str) -> None:
    create: object = a_client().create_function

    with pytest.raises(TypeError, match=error):
        create(**options)  # type: ignore[operator]


def test_a_function_without_steps_runs_once() -> None:
    outcome = outcome_of("no-step-reached/none")

    assert (outcome.status, outcome.output) == ("completed", "tidied")
    assert outcome.log == ("tidy",)


def test_a_sync_function_is_right_on_fastapi() -> None:
    outcome = outcome_of("silent/sync_function_on_fastapi")

    assert (outcome.status, outcome.output) == ("completed", ["a", "b"])
    assert outcome.log == ("first", "second")


def test_sync_functions_are_right_as_steps_of_an_async_function() -> None:
    outcome = outcome_of("silent/sync_steps_in_async_function")

    assert outcome.output == ["desk", "lambda", "partial", "argument"]
    assert outcome.log == ("desk", "lambda", "partial", "argument")


def test_helpers_and_classes_may_run_steps() -> None:
    outcome = outcome_of("silent/helpers_and_classes")

    assert (outcome.status, outcome.output) == ("completed", 120)
    assert outcome.log == ("charge", "pack", "send")


def test_a_decorated_step_is_recorded_once_for_each_call() -> None:
    outcome = outcome_of("silent/step_decorator")

    assert (outcome.status, outcome.output) == ("completed", ["north", "south"])
    assert outcome.log == ("north", "south")


def test_each_kind_of_step_gives_what_it_says() -> None:
    outcome = outcome_of(
        "silent/all_kinds",
        function="order",
        answers={"price": {"data": 120}, "paid": {"name": "shop/paid", "data": {"by": "ada"}}},
    )

    assert outcome.status == "completed"
    assert outcome.output == {"amount": 120, "paid": "ada", "sent": ["event-0"]}
    assert [step.op for step in outcome.steps] == [
        "StepRun",
        "Sleep",
        "InvokeFunction",
        "WaitForEvent",
        "StepRun",
    ]
    assert outcome.passes == 6


def test_the_clock_as_the_argument_of_one_sleep_is_read_where_it_begins() -> None:
    outcome = outcome_of("silent/clock_as_argument")

    assert outcome.status == "completed"
    assert outcome.executed == {"due": 1, "remind": 1}


@pytest.mark.parametrize("case", ["awaited", "step_function"])
def test_a_registered_function_cannot_be_called(case: str) -> None:
    outcome = outcome_of(f"function-called-directly/{case}", function="order")

    assert outcome.error == "TypeError: 'Function' object is not callable"
    assert "send" not in outcome.log


def test_a_registered_function_can_be_invoked() -> None:
    outcome = outcome_of(
        "function-called-directly/awaited_fixed", function="order", answers={"invoice": None}
    )

    assert outcome.status == "completed"
    assert outcome.names == ["ship", "invoice"]


def test_code_finds_the_context_that_it_is_not_given() -> None:
    outcome = outcome_of("silent/context_found")

    assert outcome.output == "charged"
    assert outcome.log == ("charge", "ship", "close")
