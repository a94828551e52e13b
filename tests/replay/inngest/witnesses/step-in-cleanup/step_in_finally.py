"""A step in `finally` runs before the one in `try` is recorded, and that does its work twice."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    try:
        await ctx.step.run("charge", LOG.append, "charge")
    finally:
        await ctx.step.run("release", LOG.append, "release")


inngest.fast_api.serve(app, client, [charge_customer])
