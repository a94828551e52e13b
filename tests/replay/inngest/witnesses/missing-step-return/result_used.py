"""The step returns nothing, so there is nothing to index."""

from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def load() -> Any:
    LOG.append("load")


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> str:
    customer = await ctx.step.run("load", load)
    return customer["email"]


inngest.fast_api.serve(app, client, [welcome])
