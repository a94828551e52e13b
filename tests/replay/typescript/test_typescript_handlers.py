"""WF310, WF313, WF315, WF613 and WF701: what a handler is, and how it is served."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import pytest

from .errors import UNAUTHENTICATED

if TYPE_CHECKING:
    from .node import Driver

_KEYS = {"QSTASH_CURRENT_SIGNING_KEY": "now", "QSTASH_NEXT_SIGNING_KEY": "next"}
_SERVED = {
    "@upstash/workflow": ["handler"],
    "@upstash/workflow/nextjs": ["POST"],
    "@upstash/workflow/svelte": ["POST"],
    "@upstash/workflow/solidjs": ["POST"],
    "@upstash/workflow/astro": ["POST"],
    "@upstash/workflow/tanstack": ["POST"],
    "@upstash/workflow/cloudflare": ["fetch"],
    "@upstash/workflow/h3": ["handler"],
    "@upstash/workflow/hono": [],
    "@upstash/workflow/react-router": [],
}
"""What is in the object that `serve` gives; nothing where it gives a function."""
_SHOWING = """
import {{ serve }} from "@upstash/workflow/nextjs";
import {{ serve as other }} from "{entry}";

const served: unknown = other(async () => undefined);
console.log(JSON.stringify(typeof served === "function" ? [] : Object.keys(served as object)));

export const {{ POST }} = serve(async (context) => {{
  await context.run("a", () => 1);
}});
"""


@pytest.mark.parametrize(
    "handler",
    [
        "no-step-reached/no_step",
        "no-step-reached/early_return",
        "no-step-reached/response",
        "no-step-reached/empty_loop",
        "no-step-reached/empty_all",
        "handler-kind-mismatch/promise_not_returned",
        "handler-kind-mismatch/generator",
        "handler-kind-mismatch/async_generator",
    ],
)
def test_a_handler_that_reaches_no_step_never_starts(drive: Driver, handler: str) -> None:
    outcome = drive(handler, payload={"items": []})

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [UNAUTHENTICATED]
    assert outcome.steps == ()


@pytest.mark.parametrize(("start", "attempts"), [("client", 2), ("post", 1)])
def test_a_handler_without_a_step_runs_once_in_each_attempt(
    drive: Driver, start: Literal["client", "post"], attempts: int
) -> None:
    outcome = drive("no-step-reached/no_step", start=start)

    assert [item.status for item in outcome.deliveries].count(400) == attempts
    assert outcome.log == attempts * ["charge"]


def test_the_response_of_a_handler_is_not_what_its_caller_sees(drive: Driver) -> None:
    refused = drive("no-step-reached/response", start="post")
    accepted = drive("no-step-reached/response", start="post", headers={"Authorization": "Bearer secret"})

    assert [item.status for item in refused.deliveries] == [400]
    assert accepted.status == "completed"


@pytest.mark.parametrize("case", ["parameter", "destructured", "member"])
def test_a_method_without_its_context_fails(drive: Driver, case: str) -> None:
    outcome = drive(f"detached-step-method/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["TypeError: Cannot read properties of undefined (reading 'addStep')"]
    assert outcome.log == []


def test_a_copy_of_a_context_has_no_methods(drive: Driver) -> None:
    outcome = drive("detached-step-method/spread")

    assert outcome.errors == 2 * ["TypeError: extended.run is not a function"]


def test_a_failure_function_gets_one_object(drive: Driver) -> None:
    outcome = drive("handler-kind-mismatch/positional_failure_function")

    assert outcome.log == ["failed with undefined: undefined"]


def test_an_error_before_the_first_step_keeps_the_failure_function_from_running(drive: Driver) -> None:
    outcome = drive("raise-before-first-step/guard")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["Error: no coupon"]
    assert [item.status for item in outcome.of_kind("failure")] == [500, 500]
    assert outcome.log == []


def test_a_handler_that_would_return_early_now_keeps_the_failure_function_from_running(drive: Driver) -> None:
    outcome = drive("raise-before-first-step/failure_function_after_return")

    assert [item.message for item in outcome.of_kind("failure")] == 2 * [
        "Not authorized to run the failure function."
    ]
    assert outcome.log == []


def test_what_is_exported_as_a_whole_is_no_function(drive: Driver) -> None:
    with pytest.raises(RuntimeError, match="handle is not a function"):
        drive("not-served/whole_object")


def test_both_keys_switch_the_verification_on(drive: Driver) -> None:
    both = drive("unsigned-endpoint/environment", environments=[_KEYS])
    one = drive("unsigned-endpoint/environment", environments=[{"QSTASH_CURRENT_SIGNING_KEY": "now"}])

    assert both.status == "failed"
    assert all("`Upstash-Signature` header is not passed" in error for error in both.errors)
    assert one.status == "completed"


@pytest.mark.parametrize("case", ["receiver_undefined", "env_without_keys"])
def test_keys_that_the_handler_passes_over_verify_nothing(drive: Driver, case: str) -> None:
    outcome = drive(f"unsigned-endpoint/{case}", environments=[_KEYS])

    assert outcome.status == "completed"


def test_keys_that_come_after_the_handler_verify_nothing(drive: Driver) -> None:
    handler = "unsigned-endpoint/environment"

    assert drive(handler, environments=[{}, _KEYS]).status == "completed"
    assert drive(handler, environments=[{}, _KEYS], fresh=True).status == "failed"


@pytest.mark.parametrize(("entry", "keys"), _SERVED.items())
def test_what_serve_gives(drive: Driver, entry: str, keys: list[str]) -> None:
    outcome = drive(sources=[_SHOWING.format(entry=entry)])

    assert outcome.log == [json.dumps(keys)]
