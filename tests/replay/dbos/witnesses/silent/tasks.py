"""Tasks of one step each, awaited; and a durable wait for some of them."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def quote(city: str) -> str:
    LOG.append(city)
    return city


@DBOS.workflow()
async def quotes() -> list[str]:
    first = asyncio.create_task(quote("Oslo"))
    second = asyncio.create_task(quote("Rome"))
    quoted = [await first, await second]
    done, _ = await DBOS.asyncio_wait([quote("Bern"), quote("Wien")])
    return quoted + sorted(task.result() for task in done)
