"""Another id in every request is another step: it runs for ever."""

import uuid

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.step.run(f"charge-{uuid.uuid4()}", LOG.append, "charge")


inngest.fast_api.serve(app, client, [charge_customer])
