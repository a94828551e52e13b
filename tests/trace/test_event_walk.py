"""Which events a walk meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from followed import follow

from wflint.trace.event import Event
from wflint.trace.events import EffectCall, InlinedCall
from wflint.trace.walk import walk

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
async def helper(context: AsyncWorkflowContext[dict]) -> None:
    time.sleep(2)
    await context.run("inside", lambda: time.sleep(3))


@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    if time.time() > 0:
        time.sleep(1)
    await helper(context)
"""


@pytest.fixture
def events(tmp_path: Path) -> list[Event]:
    return follow(tmp_path, SOURCE).events


@pytest.mark.parametrize(
    ("into", "slept"),
    [
        ({}, [1, 2]),
        ({"into_calls": False}, [1]),
        ({"into_steps": True}, [1, 2, 3]),
        ({"into_calls": False, "into_steps": True}, [1]),
    ],
)
def test_a_walk_goes_into_blocks_and_where_else_it_is_asked_to(
    events: list[Event], into: dict[str, bool], slept: list[float]
) -> None:
    met = list(walk(events, **into))

    effects = [event for event in met if isinstance(event, EffectCall) and event.name == "time.sleep"]
    assert [effect.seconds for effect in effects] == slept
    assert sum(isinstance(event, InlinedCall) and event.function.name == "helper" for event in met) == 1
