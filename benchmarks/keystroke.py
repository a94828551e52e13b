"""What an editor waits for after each key in a file with many handlers."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Final

import libcst
from lsp_latency import Server
from lsp_projects import TypedProject

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = """from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
"""
_HANDLER: Final = """

@serve.post("/orders-{number}")
async def orders_{number}(context: AsyncWorkflowContext[dict]) -> None:
    payload = context.request_payload

    async def _charge() -> str:
        return f"charged {{payload['id']}}"

    async def _ship() -> int:
        return len(payload) + {number}

    receipt = await context.run("charge", _charge)
    if receipt:
        parcel = await context.run("ship", _ship)
        await context.sleep("wait", 60)
        await context.run("tell", lambda: print(receipt, parcel))
"""


def measure_keystroke(folder: Path, handlers: int, rounds: int) -> tuple[float, float]:
    """Type in the middle of a file.

    Args:
        folder: Where the file may lie.
        handlers: How many handlers it has.
        rounds: How often to type.

    Returns:
        How many seconds the diagnostics take in the median, and the parse of the changed definition.
    """
    text = _HEAD + "".join(_HANDLER.format(number=number) for number in range(handlers))
    behind = f"        return len(payload) + {handlers // 2}"
    project = TypedProject("python", "orders.py", text, {}, behind, "", "", "")
    project.write(folder)
    server = Server(folder, project)
    try:
        server.edit(project.line, 0, "\n")
        server.published()
        took = [_typed(server, project, number) for number in range(rounds + 2)][2:]
    finally:
        server.close()
    definition = _HEAD + _HANDLER.format(number=handlers // 2)
    return statistics.median(took), statistics.median(_parsed(definition) for _ in range(rounds))


def _typed(server: Server, project: TypedProject, number: int) -> float:
    start = time.perf_counter()
    server.edit(project.line, 1, f"    count_{number} = {number}\n")
    server.published()
    took = time.perf_counter() - start
    time.sleep(0.2)  # nobody types faster
    return took


def _parsed(text: str) -> float:
    start = time.perf_counter()
    libcst.parse_module(text)
    return time.perf_counter() - start
