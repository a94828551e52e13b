"""With names of their own, the recovery fails instead."""

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
        await DBOS.run_step_async({"name": f"ask-{city}"}, ask, city)
        if city == "Rome":
            await asyncio.sleep(0.5)
        return f"{city}: " + await DBOS.run_step_async({"name": f"book-{city}"}, book, city)

    return await asyncio.gather(trip("Oslo"), trip("Rome"))
