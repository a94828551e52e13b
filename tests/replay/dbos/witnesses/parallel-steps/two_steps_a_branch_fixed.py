"""Each branch is a workflow of its own."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def trip(city: str) -> str:
    await DBOS.run_step_async({"name": "ask"}, lambda: city)
    return f"{city}: " + await DBOS.run_step_async({"name": "book"}, lambda: f"booked {city}")


@DBOS.workflow()
async def quotes() -> list[str]:
    handles = [await DBOS.start_workflow_async(trip, city) for city in ("Oslo", "Rome")]
    return await asyncio.gather(*(handle.get_result(polling_interval_sec=0.01) for handle in handles))
