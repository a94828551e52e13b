"""Two tasks of two steps, awaited in order: on recovery, each is given the second result of the other."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def quotes() -> list[str]:
    overtaken = asyncio.Event()

    async def ask(city: str) -> str:
        if city == "Oslo":
            await overtaken.wait()
        return city

    async def book(city: str) -> str:
        overtaken.set()
        LOG.append(f"book {city}")
        return f"booked {city}"

    async def trip(city: str) -> str:
        await DBOS.run_step_async({"name": "ask"}, ask, city)
        if city == "Rome":
            await asyncio.sleep(0.5)
        return f"{city}: " + await DBOS.run_step_async({"name": "book"}, book, city)

    tasks = [asyncio.create_task(trip(city)) for city in ("Oslo", "Rome")]
    return [await task for task in tasks]
