"""Durations, times, waits, events and payloads; what the context has; how ids are found."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any

import inngest
import pytest

from .cases import failed_four_times, handler
from .drive import drive

IMPORTS = "from datetime import date, datetime, timedelta, timezone\n"
DATETIME = "unsupported operand type(s) for +: 'datetime.datetime' and"
NEXT_YEAR = {"name": "go", "data": {"by": "ada"}}


def of_step(call: str, **options: Any) -> Any:
    """Drive a function that does one step and logs what it gives."""
    return drive(handler(f"LOG.append(repr(await ctx.step.{call}))", IMPORTS), **options)


@pytest.mark.parametrize(
    ("duration", "milliseconds"),
    [
        ("0", 0),
        ("10", 10),
        ("60_000", 60_000),
        ("True", 1),
        ("timedelta(hours=1)", 3_600_000),
        ("-5000", -5_000),
    ],
)
def test_an_integer_is_a_number_of_milliseconds(duration: str, milliseconds: int) -> None:
    begun = datetime.now(timezone.utc)

    outcome = of_step(f'sleep("pause", {duration})')

    (step,) = outcome.steps
    slept = datetime.fromisoformat(step.detail.replace("Z", "+00:00")) - begun
    assert outcome.status == "completed"
    assert abs(slept - timedelta(milliseconds=milliseconds)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("duration", "kind"),
    [
        ("1.5", "float"),
        ("'10s'", "str"),
        ("None", "NoneType"),
        ("timedelta(hours=1).total_seconds()", "float"),
        ("datetime(2030, 1, 1)", "datetime.datetime"),
    ],
)
def test_other_durations_fail_the_request(duration: str, kind: str) -> None:
    outcome = of_step(f'sleep("pause", {duration})')

    assert failed_four_times(outcome, f"TypeError: {DATETIME} '{kind}'")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ('sleep(60_000, "pause")', f"TypeError: {DATETIME} 'str'"),
        ("sleep(60_000)", "TypeError: Step.sleep() missing 1 required positional argument: 'duration'"),
        ('sleep("pause", seconds=3)', "TypeError: Step.sleep() got an unexpected keyword argument 'seconds'"),
        (
            'sleep_until(datetime(2030, 1, 1), "pause")',
            "AttributeError: 'datetime.datetime' object has no attribute 'encode'",
        ),
        ('run("charge")', "TypeError: Step.run() missing 1 required positional argument: 'handler'"),
        ('run(work, "charge")', "AttributeError: 'function' object has no attribute 'encode'"),
        (
            'wait_for_event("go", "shop/go", 1000)',
            "TypeError: Step.wait_for_event() takes 2 positional arguments but 4 were given",
        ),
        ('invoke("price", work)', "TypeError: Step.invoke() takes 2 positional arguments but 3 were given"),
        ('invoke("price", function=work)', "AttributeError: 'function' object has no attribute '_opts'"),
        (
            'send_event(inngest.Event(name="shop/go"))',
            "TypeError: Step.send_event() missing 1 required positional argument: 'events'",
        ),
    ],
)
def test_arguments_in_the_wrong_place_fail_the_request(call: str, error: str) -> None:
    assert failed_four_times(of_step(call), error)


@pytest.mark.parametrize(
    ("time", "kind"),
    [
        ("1893456000000", "int"),
        ("'2030-01-01T00:00:00Z'", "str"),
        ("date(2030, 1, 1)", "datetime.date"),
        ("timedelta(1)", "datetime.timedelta"),
        ("None", "NoneType"),
    ],
)
def test_sleep_until_takes_a_datetime(time: str, kind: str) -> None:
    outcome = of_step(f'sleep_until("pause", {time})')

    assert failed_four_times(outcome, f"AttributeError: '{kind}' object has no attribute 'astimezone'")


@pytest.mark.parametrize(
    ("time", "until"),
    [
        ("datetime(2030, 1, 1, tzinfo=timezone.utc)", "2030-01-01T00:00:00.000Z"),
        ("datetime(2030, 1, 1, tzinfo=timezone(timedelta(hours=2)))", "2029-12-31T22:00:00.000Z"),
        (
            "datetime(2030, 1, 1)",
            datetime(2030, 1, 1).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        ),
    ],
)
def test_a_datetime_without_a_zone_is_local_time(time: str, until: str) -> None:
    assert of_step(f'sleep_until("pause", {time})').steps[0].detail == until


@pytest.mark.parametrize(
    ("timeout", "error"),
    [
        ("999", "FunctionConfigInvalidError: duration must be at least 1 second"),
        ("1500", "FunctionConfigInvalidError: duration must be a whole number of seconds"),
        ("1.5", "FunctionConfigInvalidError: duration must be at least 1 second"),
        ("'1h'", "TypeError: '<' not supported between instances of 'str' and 'int'"),
        ("None", "TypeError: '<' not supported between instances of 'NoneType' and 'int'"),
    ],
)
def test_a_timeout_is_a_whole_number_of_seconds(timeout: str, error: str) -> None:
    outcome = of_step(f'wait_for_event("go", event="shop/go", timeout={timeout})')

    assert failed_four_times(outcome, error)


@pytest.mark.parametrize(
    ("answer", "logged"), [(None, "None"), (NEXT_YEAR, "Event(data={'by': 'ada'}, id='', name='go', ts=0)")]
)
def test_a_wait_gives_the_event_or_none(answer: object, logged: str) -> None:
    outcome = of_step('wait_for_event("go", event="shop/go", timeout=60_000)', answers={"go": answer})

    assert outcome.log == (logged,)
    assert outcome.steps[0].detail == {"if": None, "timeout": "1m"}


def test_the_event_that_a_wait_gives_is_no_result_of_a_function() -> None:
    body = 'return await ctx.step.wait_for_event("go", event="shop/go", timeout=60_000)'

    outcome = drive(handler(body), answers={"go": NEXT_YEAR})

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ("OutputUnserializableError: returned unserializable data",)


def test_a_wait_that_nothing_ends_leaves_the_run_waiting() -> None:
    assert of_step('wait_for_event("go", event="shop/go", timeout=60_000)').status == "waiting"


def test_an_invocation_that_failed_raises_a_step_error() -> None:
    body = 'try:\n    await ctx.step.invoke_by_id("price", function_id="price")\n'
    body += "except inngest.StepError as error:\n    return [error.name, error.message]"

    outcome = drive(handler(body), answers={"price": {"error": {"name": "KeyError", "message": "no"}}})

    assert outcome.output == ["KeyError", "no"]


@pytest.mark.parametrize("data", ["{'at': datetime(2030, 1, 1)}", "{'tags': {1}}"])
def test_pydantic_serializes_the_data_of_an_invocation(data: str) -> None:
    outcome = of_step(
        f'invoke_by_id("price", function_id="price", data={data})', answers={"price": {"data": 1}}
    )

    assert outcome.status == "completed"
    assert outcome.steps[0].detail["payload"]["data"] in ({"at": "2030-01-01T00:00:00"}, {"tags": [1]})


@pytest.mark.parametrize("data", ["{'at': datetime(2030, 1, 1)}", "{'tags': {1}}", "5"])
def test_the_data_of_an_event_that_is_sent_has_to_be_json(data: str) -> None:
    outcome = of_step(f'send_event("announce", inngest.Event(name="shop/go", data={data}))')

    assert outcome.status == "failed"
    assert outcome.error.startswith("ValidationError: ")
    assert outcome.events == ()


@pytest.mark.parametrize(
    "data", ["{'order': {'at': datetime(2030, 1, 1)}}", "{'tags': [{1}]}", "{'pair': (1, 2)}"]
)
def test_further_inside_the_data_of_an_event_pydantic_serializes_it(data: str) -> None:
    outcome = of_step(f'send_event("announce", inngest.Event(name="shop/go", data={data}))')

    assert outcome.status == "completed"
    assert outcome.events == ("shop/go",)


def test_an_event_that_is_sent_is_no_dict() -> None:
    outcome = of_step('send_event("announce", {"name": "shop/go"})')

    assert outcome.error == "AttributeError: 'dict' object has no attribute 'to_dict'"


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("ctx.event.data.order", "AttributeError: 'dict' object has no attribute 'order'"),
        ("ctx.event.order", "AttributeError: 'Event' object has no attribute 'order'"),
        ("ctx.event['data']", "TypeError: 'Event' object is not subscriptable"),
        ("ctx.event.user", "AttributeError: 'Event' object has no attribute 'user'"),
        ("ctx.headers", "AttributeError: 'Context' object has no attribute 'headers'"),
        ("ctx.run('charge', work)", "AttributeError: 'Context' object has no attribute 'run'"),
        ("ctx.sleep('pause', 1000)", "AttributeError: 'Context' object has no attribute 'sleep'"),
        ("ctx.runId", "AttributeError: 'Context' object has no attribute 'runId'"),
        ("ctx.step.sendEvent('a', [])", "AttributeError: 'Step' object has no attribute 'sendEvent'"),
        ("ctx.step.sleepUntil('a', 1)", "AttributeError: 'Step' object has no attribute 'sleepUntil'"),
        ("ctx.step.parallel(())", "AttributeError: 'Step' object has no attribute 'parallel'"),
        ("ctx.step.fetch('a', 'u')", "AttributeError: 'Step' object has no attribute 'fetch'"),
        ("ctx.step.ai.wrap('a', work)", "AttributeError: 'AI' object has no attribute 'wrap'"),
        ("ctx.group.run(())", "AttributeError: 'Group' object has no attribute 'run'"),
    ],
)
def test_what_the_context_does_not_have(expression: str, error: str) -> None:
    assert failed_four_times(drive(handler(f"return {expression}"), {"order": 17}), error)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("ctx.event.data['order']", 17),
        ("ctx.event.data.get('customer')", None),
        ("ctx.event.name", "shop/event"),
        ("ctx.events[0].data", {"order": 17}),
        ("ctx.run_id", "run-1"),
        ("ctx.attempt", 0),
    ],
)
def test_what_the_context_has(expression: str, value: object) -> None:
    assert drive(handler(f"return {expression}"), {"order": 17}).output == value


def test_ids_are_hashed_and_equal_ones_numbered_from_the_second_on() -> None:
    outcome = drive(handler('await ctx.step.run("work", work)\nawait ctx.step.sleep("work", 1000)'))

    assert [step.key for step in outcome.steps] == [
        hashlib.sha1(key).hexdigest()  # noqa: S324
        for key in (b"work", b"work:1")
    ]


def test_an_id_that_looks_like_a_numbered_one_is_taken_for_it() -> None:
    body = 'first = await ctx.step.run("work", lambda: 1)\nother = await ctx.step.run("work:1", lambda: 2)\n'
    body += 'again = await ctx.step.run("work", lambda: 3)\nreturn [first, other, again]'

    outcome = drive(handler(body), cap=6)

    # What the server does with a step that it has already is not known; the SDK, at any rate, cannot go on.
    assert outcome.status == "looping"
    assert {step.key for step in outcome.steps[1:]} == {hashlib.sha1(b"work:1").hexdigest()}  # noqa: S324


def test_the_kind_of_a_recorded_step_is_not_checked() -> None:
    body = (
        'LOG.append("pass")\nstep = ctx.step.sleep("x", 1000) if len(LOG) == 1 else ctx.step.run("x", work)\n'
    )
    body += "return await step"

    outcome = drive(handler(body, expression="'worked'"))

    assert (outcome.status, outcome.output) == ("completed", None)
    assert outcome.logged("work") == 0


def test_what_the_decorator_makes_is_not_callable() -> None:
    body = "return await handler(ctx)"

    assert failed_four_times(drive(handler(body)), "TypeError: 'Function' object is not callable")


def test_the_interrupts_are_no_exceptions() -> None:
    from inngest._internal import step_lib
    from inngest._internal.step_lib import base

    for interrupt in (step_lib.ResponseInterrupt, step_lib.SkipInterrupt, base.NestedStepInterrupt):
        assert issubclass(interrupt, BaseException)
        assert not issubclass(interrupt, Exception)
        assert not hasattr(inngest, interrupt.__name__)
    assert issubclass(inngest.StepError, Exception)
