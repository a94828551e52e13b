"""A partial of an async function is seen as async."""

from functools import partial

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge(region: str, ctx: inngest.Context) -> None:
    await ctx.step.run("charge", LOG.append, region)


charge_customer = client.create_function(
    fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid")
)(partial(charge, "eu"))


inngest.fast_api.serve(app, client, [charge_customer])
