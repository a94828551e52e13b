"""A step in `finally` runs before the sleep, not after it."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    try:
        await ctx.step.sleep("grace-period", 60_000)
    finally:
        await ctx.step.run("release", LOG.append, "release")


inngest.fast_api.serve(app, client, [charge_customer])
