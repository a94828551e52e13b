"""`asyncio.to_thread` takes the workflow's context along."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge() -> str:
    LOG.append("charge")
    return "charged"


@DBOS.workflow()
async def order() -> list[str]:
    charged = await asyncio.to_thread(charge)
    shipped = await asyncio.to_thread(lambda: DBOS.run_step({"name": "ship"}, lambda: "shipped"))
    return [charged, shipped]
