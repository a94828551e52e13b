"""Raised again as another exception, the interrupt fails the request, in every attempt."""

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
    except BaseException as error:
        raise RuntimeError("not charged") from error


inngest.fast_api.serve(app, client, [charge_customer])
