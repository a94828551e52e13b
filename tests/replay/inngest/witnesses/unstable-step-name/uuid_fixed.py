"""An id made of the event's data is the same in every request."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.step.run(f"charge-{ctx.event.data['order_id']}", LOG.append, "charge")


inngest.fast_api.serve(app, client, [charge_customer])
