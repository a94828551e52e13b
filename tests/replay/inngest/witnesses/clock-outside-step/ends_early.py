"""A deadline outside steps ends the run as a success, with the last step never run."""

import time

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def ship(part: str) -> None:
    LOG.append(part)


@client.create_function(fn_id="ship-parcels", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def ship_parcels(ctx: inngest.Context) -> str:
    await ctx.step.run("ship-first", ship, "first")
    if time.localtime().tm_hour >= 12:
        return "closed"
    await ctx.step.run("ship-second", ship, "second")
    return "shipped"


inngest.fast_api.serve(app, client, [ship_parcels])
