"""The setting changes in a deploy between two requests: the order is shipped by both carriers."""

import os

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def hand_over(carrier: str) -> None:
    LOG.append(carrier)


@client.create_function(fn_id="ship-order", trigger=inngest.TriggerEvent(event="shop/order.packed"))
async def ship(ctx: inngest.Context) -> None:
    if os.environ["CARRIER"] == "post":
        await ctx.step.run("ship-by-post", hand_over, "post")
    else:
        await ctx.step.run("ship-by-courier", hand_over, "courier")


inngest.fast_api.serve(app, client, [ship])
