"""NonRetriableError ends the run at once."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    LOG.append("checked")
    if ctx.event.data["amount"] > 100:
        raise inngest.NonRetriableError("too much")
    await ctx.step.run("charge", LOG.append, "charge")


inngest.fast_api.serve(app, client, [charge_customer])
