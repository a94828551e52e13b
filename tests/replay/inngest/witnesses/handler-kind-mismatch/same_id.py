"""Of two functions with one id only the one that is listed last is ever run."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    LOG.append("charge")


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.refunded"))
async def refund_customer(ctx: inngest.Context) -> None:
    LOG.append("refund")


inngest.fast_api.serve(app, client, [charge_customer, refund_customer])
