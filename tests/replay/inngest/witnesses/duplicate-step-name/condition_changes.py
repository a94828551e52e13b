"""Where the first of two equal ids is skipped in a later pass, the second one gets its result and never runs."""

import os

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def record(text: str) -> str:
    LOG.append(text)
    return text


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    if os.environ["CHARGE_FEE"] == "yes":
        await ctx.step.run("charge", record, "fee")
    return await ctx.step.run("charge", record, "price")


inngest.fast_api.serve(app, client, [charge_customer])
