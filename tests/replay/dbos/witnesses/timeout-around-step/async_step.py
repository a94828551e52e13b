"""The step that ran out of time was not recorded: the recovery runs it again."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
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
        answer = await asyncio.wait_for(ask(), 0.8)
    except asyncio.TimeoutError:
        answer = "none"
    await settle(answer)
    return answer
