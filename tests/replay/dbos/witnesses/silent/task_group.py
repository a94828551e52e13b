"""A group of tasks with one step each."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def quote(city: str) -> str:
    LOG.append(city)
    return city


@DBOS.workflow()
async def quotes() -> list[str]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(quote(city)) for city in ("Oslo", "Rome")]
    closed = await DBOS.run_step_async({"name": "close"}, lambda: "closed")
    return [*(task.result() for task in tasks), closed]
