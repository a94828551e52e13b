"""How a run ends when its handler throws, cancels or fails, which no rule finds fault with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .node import Driver

_HANDLER = """
import {{ WorkflowNonRetryableError, WorkflowRetryAfterError }} from "@upstash/workflow";
import {{ serve }} from "@upstash/workflow/nextjs";

export const {{ POST }} = serve<any>(
  async (context) => {{
    {body}
  }},
  {{
    failureFunction: async ({{ context, failStatus, failResponse }}) => {{
      console.log(`told ${{failStatus}} ${{failResponse}} ${{context.requestPayload.orderId}}`);
    }},
  }},
);
"""


def _doing(body: str) -> list[str]:
    return [_HANDLER.format(body=body)]


_PREFIXED = "await context.run('a', () => 1); "


@pytest.mark.parametrize("before", ["", _PREFIXED], ids=["at once", "after a step"])
def test_an_error_that_is_not_to_be_tried_again_fails_at_once(drive: Driver, before: str) -> None:
    outcome = drive(sources=_doing(f'{before}throw new WorkflowNonRetryableError("no"); '))

    assert outcome.status == "failed"
    assert outcome.deliveries[-2].status == 489
    assert outcome.errors == ["WorkflowNonRetryableError: no"]
    assert outcome.log == ["told 489 no o-17"]


def test_an_error_that_is_to_be_tried_again_later_says_when(drive: Driver) -> None:
    outcome = drive(sources=_doing(f'{_PREFIXED}throw new WorkflowRetryAfterError("busy", "5s");'))

    assert [item.status for item in outcome.of_kind("step")] == [200, 429, 429]


@pytest.mark.parametrize(
    ("thrown", "error"),
    [
        ('new Error("no stock")', "Error: no stock"),
        ('"oops"', "Error: An error occured while executing workflow: 'oops'"),
        ("undefined", "TypeError: Cannot convert undefined or null to object"),
        ('new WorkflowRetryAfterError("busy")', "TypeError: Cannot read properties of undefined"),
    ],
)
def test_what_else_is_thrown_is_tried_again(drive: Driver, thrown: str, error: str) -> None:
    outcome = drive(sources=_doing(f"{_PREFIXED}throw {thrown};"))

    assert outcome.status == "failed"
    assert len(outcome.errors) == 2
    assert all(told.startswith(error) for told in outcome.errors)
    assert len(outcome.log) == 1


@pytest.mark.parametrize(
    "body",
    [
        "await context.cancel();",
        f"{_PREFIXED}await context.cancel();",
        "await context.run('a', () => context.cancel());",
    ],
    ids=["at once", "after a step", "in a step"],
)
def test_a_run_that_is_cancelled_calls_no_failure_function(drive: Driver, body: str) -> None:
    outcome = drive(sources=_doing(body))

    assert outcome.status == "cancelled"
    assert (outcome.errors, outcome.log) == ([], [])


def test_a_run_that_somebody_posts_has_no_failure_function(drive: Driver) -> None:
    outcome = drive(sources=_doing(f'{_PREFIXED}throw new Error("no stock");'), start="post")

    assert outcome.status == "failed"
    assert outcome.log == []
