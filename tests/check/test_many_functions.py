"""A call of one of many functions follows some dozens of them, and is counted as unknown where there are more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from followed import follow

from wflint.domain.lattice import CODE_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.model.handler import Handler


def handler_with(folder: Path, number: int, last: str = "pass") -> Handler:
    """A handler that calls one of some functions by a computed key; each runs a step."""
    functions = "".join(
        f'async def f{each}(context):\n    await context.run("x{each}", print)\n    {last}\n'
        for each in range(number)
    )
    table = ", ".join(f'"{each}": f{each}' for each in range(number))
    call = "    await TABLE[context.request_payload](context)\n"
    head = '@serve.post("/a")\nasync def a(context: AsyncWorkflowContext[str]) -> None:\n'
    return follow(folder, f"{functions}TABLE = {{{table}}}\n{head}{call}")


@pytest.mark.parametrize("number", [8, 9, CODE_LIMIT])
def test_some_dozens_of_functions_are_all_followed(tmp_path: Path, number: int) -> None:
    handler = handler_with(tmp_path, number)
    assert len(handler.steps) == number
    assert handler.unknown_calls == 0
    assert handler.is_complete


@pytest.mark.parametrize("number", [CODE_LIMIT + 1, 500])
def test_more_of_them_are_counted_as_unknown(tmp_path: Path, number: int) -> None:
    handler = handler_with(tmp_path, number)
    assert len(handler.steps) == 0
    assert handler.unknown_calls == 1
    assert not handler.is_complete


def test_functions_that_call_each_other_through_their_table_are_each_followed_once(tmp_path: Path) -> None:
    last = "await TABLE[context.headers['next']](context)"
    assert len(handler_with(tmp_path, 30, last).steps) == 30
