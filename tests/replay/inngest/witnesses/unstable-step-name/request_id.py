"""Each request has an id of its own, so each asks for another step."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run(f"charge-{ctx.request_id}", lambda: LOG.append("charge"))
    await ctx.step.run("ship", lambda: LOG.append("ship"))


inngest.fast_api.serve(app, client, [order])
