"""A `return` in `finally` ends the run in its first pass."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    try:
        await ctx.step.run("charge", LOG.append, "charge")
        await ctx.step.run("ship", LOG.append, "ship")
    finally:
        return "done"


inngest.fast_api.serve(app, client, [charge_customer])
