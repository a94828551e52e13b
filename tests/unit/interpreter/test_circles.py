"""Functions that call each other in circles cost no more for what they count, and for each way to what they read."""

from __future__ import annotations

from pathlib import Path

import pytest
from followed import follow

_CALLS = 40
_FUNCTION = """

def part_{number}(order: dict, depth: int = 0) -> str:
    text = str(time.time())
    {first}
    {second}
    {third}
    return text
"""
_HANDLER = """

@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    text = part_0(context.request_payload)
    await context.run("store", lambda: text)
"""


def _in_circles(number: int, functions: int) -> str:
    others = {(number + 1) % functions, (number + 7) % functions, (number * 3 + 1) % functions}
    calls = [f"text += part_{other}(order, depth + 1)" for other in sorted(others)]
    first, second, third = [*calls, "pass", "pass"][:3]
    return _FUNCTION.format(number=number, first=first, second=second, third=third)


@pytest.mark.parametrize("functions", [8, 24])
def test_sources_in_functions_that_call_each_other_stay_few(functions: int, tmp_path: Path) -> None:
    text = "".join(_in_circles(number, functions) for number in range(functions)) + _HANDLER
    handler = follow(tmp_path, text)
    [step] = handler.steps
    assert step.constant_name == "store"
    assert 0 < len(handler.sinks_by_source) < functions * _CALLS
