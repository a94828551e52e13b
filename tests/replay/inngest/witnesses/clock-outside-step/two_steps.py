"""The order and its invoice carry different times: the clock is read again in every request."""

import time
from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def stamped(document: str, at: float) -> dict[str, Any]:
    LOG.append(document)
    return {"document": document, "at": at}


@client.create_function(fn_id="fulfil-order", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def fulfil(ctx: inngest.Context) -> None:
    now = time.time()
    await ctx.step.run("create-order", stamped, "order", now)
    await ctx.step.run("create-invoice", stamped, "invoice", now)


inngest.fast_api.serve(app, client, [fulfil])
