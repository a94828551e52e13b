"""`asyncio.to_thread` takes the workflow's context along, and a copy of it may be handed to any thread."""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge() -> str:
    LOG.append("charge")
    return "charged"


@DBOS.step()
def close() -> str:
    LOG.append("close")
    return "closed"


@DBOS.workflow()
async def order() -> list[str]:
    charged = await asyncio.to_thread(charge)
    shipped = await asyncio.to_thread(lambda: DBOS.run_step({"name": "ship"}, lambda: "shipped"))
    with ThreadPoolExecutor(1) as pool:
        closed = pool.submit(contextvars.copy_context().run, close).result()
    return [charged, shipped, closed]
