"""A function that is never retried: what follows its last step happens once, even where it fails."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"), retries=0)
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("charge", LOG.append, "charge")
    LOG.append("tell")
    raise ConnectionError("no answer")


inngest.fast_api.serve(app, client, [order])
