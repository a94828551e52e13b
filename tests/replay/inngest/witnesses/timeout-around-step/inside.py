"""Inside the step the limit is part of what is recorded."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge() -> str:
    LOG.append("charge")
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError:
        return "timed out"
    return "charged"


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    return await ctx.step.run("charge", charge)


inngest.fast_api.serve(app, client, [charge_customer])
