"""Each kind of step once, and what it gives."""

from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="price", trigger=inngest.TriggerEvent(event="shop/price.asked"))
async def price(ctx: inngest.Context) -> int:
    return 120


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> dict[str, Any]:
    step = ctx.step
    loaded = await step.run("load", lambda: {"items": [1, 2]})
    await step.sleep("pause", 60_000)
    amount = await step.invoke("price", function=price, data={"items": loaded["items"]})
    paid = await step.wait_for_event("paid", event="shop/paid", timeout=60_000)
    sent = await step.send_event("announce", inngest.Event(name="shop/order.done", data={"amount": amount}))
    return {"amount": amount, "paid": paid and paid.data["by"], "sent": sent}


inngest.fast_api.serve(app, client, [price, order])
