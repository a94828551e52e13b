"""The reference is recorded once."""

import uuid

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def book(entry: str, reference: str) -> str:
    LOG.append(entry)
    return reference


@client.create_function(fn_id="charge-customer", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge(ctx: inngest.Context) -> None:
    reference = await ctx.step.run("get-reference", lambda: str(uuid.uuid4()))
    await ctx.step.run("charge", lambda: book("charge", reference))
    await ctx.step.run("send-receipt", lambda: book("receipt", reference))


inngest.fast_api.serve(app, client, [charge])
