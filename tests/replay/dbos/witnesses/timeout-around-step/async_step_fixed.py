"""The limit is the step's own, and running out of it is recorded."""

import asyncio

from dbos import DBOS, error

LOG: list[str] = []


@DBOS.step(timeout_seconds=0.05)
async def ask() -> str:
    LOG.append("ask")
    await asyncio.sleep(5)
    return "answer"


@DBOS.step()
async def settle(answer: str) -> str:
    LOG.append(f"settle {answer}")
    return answer


@DBOS.workflow()
async def offer() -> str:
    try:
        answer = await ask()
    except error.DBOSStepTimeoutError:
        answer = "none"
    await settle(answer)
    return answer
