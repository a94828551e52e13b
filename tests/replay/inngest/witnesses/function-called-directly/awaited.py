"""What create_function gives is no function: the run fails where it is called."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="invoice", trigger=inngest.TriggerEvent(event="shop/invoice.due"))
async def invoice(ctx: inngest.Context) -> None:
    await ctx.step.run("send", lambda: LOG.append("send"))


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("ship", lambda: LOG.append("ship"))
    await invoice(ctx)


inngest.fast_api.serve(app, client, [invoice, order])
