"""A step whose function swallows its error counts as done, and is not tried again."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> None:
    LOG.append("charge")
    try:
        raise ConnectionError("no answer")
    except ConnectionError:
        LOG.append("hidden")


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("charge", charge)


inngest.fast_api.serve(app, client, [order])
