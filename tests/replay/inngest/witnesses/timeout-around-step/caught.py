"""What follows is recorded, the step is not: it begins its work again in every later pass."""

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
    try:
        await asyncio.wait_for(ctx.step.run("charge", charge), 0.01)
    except asyncio.TimeoutError:
        await ctx.step.run("cancel", LOG.append, "cancel")
        await ctx.step.run("tell-customer", LOG.append, "tell")


inngest.fast_api.serve(app, client, [charge_customer])
