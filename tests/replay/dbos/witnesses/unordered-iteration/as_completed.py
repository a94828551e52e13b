"""Which answer comes first is not recorded: the recovery orders at another shop."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def cheapest() -> None:
    ordered = asyncio.Event()

    async def answer(shop: str) -> str:
        if shop == "far":
            await ordered.wait()
        return shop

    async def order(shop: str) -> None:
        LOG.append(f"order {shop}")
        ordered.set()

    async def ask(shop: str) -> str:
        await DBOS.run_step_async({"name": f"ask-{shop}"}, answer, shop)
        if shop == "near":
            await asyncio.sleep(0.5)
        return shop

    for asked in asyncio.as_completed([ask("near"), ask("far")]):
        shop = await asked
        await DBOS.run_step_async({"name": f"order-{shop}"}, order, shop)
