"""A step that is left running when the workflow ends does its work, and is refused its record."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def charge() -> None:
    await asyncio.sleep(0.2)
    LOG.append("charge")


@DBOS.workflow()
async def bill() -> str:
    task = asyncio.create_task(charge())
    await asyncio.sleep(0.05)
    return "billed" if task else ""
