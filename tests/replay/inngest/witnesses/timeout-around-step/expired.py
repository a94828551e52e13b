"""The step is cancelled before it can be recorded, in every attempt."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge() -> None:
    LOG.append("charge")
    await asyncio.sleep(10)


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await asyncio.wait_for(ctx.step.run("charge", charge), 0.01)


inngest.fast_api.serve(app, client, [charge_customer])
