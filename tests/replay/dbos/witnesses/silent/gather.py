"""One step a branch: the places are taken in the order of the branches."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def quote(city: str) -> str:
    LOG.append(city)
    return city


@DBOS.workflow()
async def quotes(cities: list[str]) -> list[str]:
    decorated = await asyncio.gather(*[quote(city) for city in cities])
    named = await asyncio.gather(
        *[DBOS.run_step_async({"name": f"ask-{city}"}, lambda city=city: f"{city}!") for city in cities]
    )
    return decorated + named
