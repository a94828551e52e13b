"""A recovery waits from the start."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def remind() -> None:
    LOG.append("remind")


@DBOS.step()
async def cancel() -> None:
    LOG.append("cancel")


@DBOS.workflow()
async def trial() -> None:
    LOG.append("wait")
    await asyncio.sleep(0.01)
    await remind()
    await cancel()
