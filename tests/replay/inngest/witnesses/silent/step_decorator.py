"""A function decorated as a step is one, once for each call."""

import inngest
import inngest.fast_api
from fastapi import FastAPI
from inngest.experimental import step

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@step("load")
async def load(name: str) -> str:
    LOG.append(name)
    return name


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> list[str]:
    return [await load("north"), await load("south")]


inngest.fast_api.serve(app, client, [order])
