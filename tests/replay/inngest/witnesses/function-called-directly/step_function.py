"""Nor can a step call it, whatever the attempt."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="invoice", trigger=inngest.TriggerEvent(event="shop/invoice.due"))
async def invoice(ctx: inngest.Context) -> None:
    LOG.append("invoice")


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("invoice", invoice, ctx)


inngest.fast_api.serve(app, client, [invoice, order])
