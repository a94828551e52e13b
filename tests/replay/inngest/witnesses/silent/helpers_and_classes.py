"""Helpers and methods that get the context, or its steps."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge(step: inngest.Step, amount: int) -> int:
    return await step.run("charge", lambda: LOG.append("charge") or amount)


class Shipping:
    def __init__(self, ctx: inngest.Context) -> None:
        self._ctx = ctx

    async def ship(self) -> None:
        run = self._ctx.step.run
        await run("pack", LOG.append, "pack")
        await run("send", LOG.append, "send")


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> int:
    amount = await charge(ctx.step, 120)
    await Shipping(ctx).ship()
    return amount


inngest.fast_api.serve(app, client, [order])
