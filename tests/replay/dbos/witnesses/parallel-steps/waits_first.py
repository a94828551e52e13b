"""Each branch waits for an answer before its only step: on recovery the answers come in another order."""

import asyncio
import os

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def quotes() -> list[str]:
    async def book(city: str) -> str:
        LOG.append(f"book {city}")
        return f"booked {city}"

    async def trip(city: str) -> str:
        await asyncio.sleep(0.5 if city == os.environ["SLOW"] else 0.01)
        return f"{city}: " + await DBOS.run_step_async({"name": "book"}, book, city)

    return await asyncio.gather(trip("Oslo"), trip("Rome"))
