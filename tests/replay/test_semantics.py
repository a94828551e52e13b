"""How often what runs: deliveries of a run, passes of each part of a handler; and that the harness leaves no trace."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from qstash import AsyncQStash
from qstash.asyncio.http import AsyncHttpClient
from qstash.http import HttpClient
from upstash_workflow.fastapi import Serve

from .drive import drive
from .standin import ThirdPartyAnswer

if TYPE_CHECKING:
    from upstash_workflow import AsyncWorkflowContext

_SOURCE = """
from {framework} import {app}
from upstash_workflow import {context}
from upstash_workflow.{framework} import Serve

app = {app}({name})
serve = Serve(app)
LOG: list[str] = []


def fail_until(attempt: int) -> str:
    LOG.append("try")
    if LOG.count("try") < attempt:
        raise RuntimeError("not yet")
    return "done"


@serve.{decorator}("/work")
{define} work(context: {context}) -> None:
    LOG.append("after 0")
{body}
"""
FRAMEWORKS = pytest.mark.parametrize("flask", [False, True], ids=["fastapi", "flask"])


def handler(body: list[str], *, flask: bool) -> str:
    """Return the source of a handler; each line of `body` is a step, without its `await`."""
    step = "    context." if flask else "    await context."
    lines = [f'{step}{line}\n    LOG.append("after {number}")' for number, line in enumerate(body, start=1)]
    return _SOURCE.format(
        framework="flask" if flask else "fastapi",
        app="Flask" if flask else "FastAPI",
        context="WorkflowContext" if flask else "AsyncWorkflowContext",
        name="__name__" if flask else "",
        decorator="route" if flask else "post",
        define="def" if flask else "async def",
        body="\n".join(lines),
    )


def runs(count: int) -> list[str]:
    return [f'run("step {number}", lambda: {number})' for number in range(1, count + 1)]


@FRAMEWORKS
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_run_of_n_steps_takes_n_plus_2_deliveries_and_2n_plus_3_preludes(count: int, flask: bool) -> None:  # noqa: FBT001
    outcome = drive(handler(runs(count), flask=flask), {})

    assert outcome.status == "completed"
    assert len(outcome.deliveries) == count + 2
    assert outcome.logged("after 0") == 2 * count + 3
    assert [outcome.logged(f"after {number}") for number in range(1, count + 1)] == [
        count - number + 1 for number in range(1, count + 1)
    ]
    assert [step.result for step in outcome.steps] == list(range(1, count + 1))


@FRAMEWORKS
def test_sleeps_count_as_steps(flask: bool) -> None:  # noqa: FBT001
    body = ['sleep("a", 3)', 'sleep("b", "5m")', 'sleep_until("c", 1893456000)']

    outcome = drive(handler(body, flask=flask), {})

    assert len(outcome.deliveries) == 5
    assert outcome.logged("after 0") == 9
    assert outcome.sleeps == ("3s", "5m", "1893456000")
    assert [step.type for step in outcome.steps] == ["SleepFor", "SleepFor", "SleepUntil"]


@FRAMEWORKS
def test_a_call_adds_one_delivery_and_one_prelude(flask: bool) -> None:  # noqa: FBT001
    body = [*runs(1), 'call("hook", url="https://hooks.example.test", method="POST", body={"a": 1})']

    outcome = drive(handler(body, flask=flask), {}, answer=lambda call: ThirdPartyAnswer(201, call.body))

    assert [delivery.kind for delivery in outcome.deliveries] == [
        "trigger",
        "step",
        "step",
        "callback",
        "step",
    ]
    assert outcome.logged("after 0") == 2 * 2 + 3 + 1
    assert (outcome.calls[0].url, outcome.calls[0].method) == ("https://hooks.example.test", "POST")
    assert outcome.results["hook"]["status"] == 201
    assert outcome.results["hook"]["body"] == '{"a": 1}'


def test_a_call_is_retried_as_often_as_it_asks() -> None:
    answers = iter([ThirdPartyAnswer(500), ThirdPartyAnswer(500), ThirdPartyAnswer(200)])
    body = ['call("hook", url="https://hooks.example.test", retries=1)']

    outcome = drive(handler(body, flask=False), {}, answer=lambda _: next(answers))

    assert outcome.status == "completed"
    assert outcome.results["hook"]["status"] == 500


@FRAMEWORKS
def test_a_failed_attempt_adds_two_preludes_and_repeats_the_step(flask: bool) -> None:  # noqa: FBT001
    outcome = drive(handler(['run("step", lambda: fail_until(3))'], flask=flask), {})

    assert outcome.status == "completed"
    assert outcome.logged("try") == 3
    assert outcome.logged("after 0") == 2 * 1 + 3 + 2 * 2
    assert [delivery.attempt for delivery in outcome.deliveries] == [1, 1, 2, 3, 1]


@FRAMEWORKS
def test_a_step_that_always_fails_runs_four_times(flask: bool) -> None:  # noqa: FBT001
    outcome = drive(handler(['run("step", lambda: fail_until(9))'], flask=flask), {})

    assert outcome.status == "failed"
    assert outcome.logged("try") == 4
    assert outcome.errors == 4 * ["RuntimeError: not yet"]
    assert not outcome.deleted


def test_retries_are_the_endpoint_s_to_choose() -> None:
    source = handler(['run("step", lambda: fail_until(9))'], flask=False)

    outcome = drive(source.replace('"/work"', '"/work", retries=1'), {})

    assert outcome.logged("try") == 2


def test_a_rejected_trigger_is_repeated_where_the_server_publishes_it() -> None:
    outcome = drive(handler([], flask=False), {}, trigger_retries=3)

    assert [delivery.status for delivery in outcome.deliveries] == 4 * [400]


@FRAMEWORKS
def test_a_failure_function_hears_of_the_last_error(flask: bool) -> None:  # noqa: FBT001
    define = "def" if flask else "async def"
    failure = f'{define} on_failure(context, status, message, headers):\n    LOG.append(f"{{status}} {{message}}")\n'
    source = handler(['run("step", lambda: fail_until(9))'], flask=flask)
    source = source.replace("@serve", f"{failure}\n\n@serve").replace(
        '"/work"', '"/work", failure_function=on_failure'
    )

    outcome = drive(source, {})

    assert outcome.deliveries[-1].kind == "failure"
    assert outcome.deliveries[-1].status == 200
    assert outcome.log[-1] == "500 not yet"


def test_a_run_that_does_not_end_is_cut_off() -> None:
    source = handler(['run("step", lambda: 1)'], flask=False)

    with pytest.raises(RuntimeError, match="not at its end after 2 deliveries"):
        drive(source, {}, cap=2)


def test_an_app_can_be_driven_as_it_is() -> None:
    app = FastAPI()

    async def work(context: AsyncWorkflowContext[Any]) -> None:
        await context.run("work", lambda: context.request_payload)

    Serve(app).post("/a/b", qstash_client=AsyncQStash("token"))(work)

    assert drive(app, {"a": 1}, path="/a/b").results == {"work": {"a": 1}}


def test_nothing_is_left_behind() -> None:
    before = (HttpClient.request, AsyncHttpClient.request, dict(os.environ), list(warnings.filters))

    drive(handler(runs(1), flask=False), {}, env={"LEFT": "behind"})

    assert (HttpClient.request, AsyncHttpClient.request, dict(os.environ), list(warnings.filters)) == before
