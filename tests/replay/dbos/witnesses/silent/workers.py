"""Workers take one item and one step a round: each step belongs to the same item on recovery."""

import asyncio
from collections import deque

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def pack(item: str) -> str:
    LOG.append(item)
    await asyncio.sleep(0.01 * len(item))
    return item.upper()


@DBOS.workflow()
async def order(items: list[str]) -> dict[str, str]:
    waiting, packed = deque(items), {}

    async def work() -> None:
        while waiting:
            item = waiting.popleft()
            packed[item] = await pack(item)

    await asyncio.gather(work(), work(), work())
    return packed
