"""A limit that is not reached changes nothing; a sleep is not counted, since the server sleeps it."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    async with asyncio.timeout(5):
        await ctx.step.run("charge", LOG.append, "charge")
        await ctx.step.sleep("grace-period", 60_000)
        await ctx.step.run("ship", LOG.append, "ship")


inngest.fast_api.serve(app, client, [charge_customer])
