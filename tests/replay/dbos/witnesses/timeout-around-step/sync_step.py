"""A thread cannot be stopped: the step is recorded late, and the recovery sees an answer where there was none."""

import asyncio
import time

from dbos import DBOS

LOG: list[str] = []


def ask() -> str:
    time.sleep(0.4)
    return "answer"


@DBOS.workflow()
async def offer() -> str:
    try:
        answer = await asyncio.wait_for(DBOS.run_step_async({"name": "ask"}, ask), 0.15)
    except asyncio.TimeoutError:
        answer = "none"
        await asyncio.sleep(1.2)
    LOG.append(answer)
    await DBOS.run_step_async({"name": "settle"}, lambda: answer)
    return answer
