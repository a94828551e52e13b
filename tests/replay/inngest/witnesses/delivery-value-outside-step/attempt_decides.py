"""A first attempt starts a step that the second one, after an error, does not know any more."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> str:
    if "charge" not in LOG:
        LOG.append("charge")
        raise ValueError("declined")
    LOG.append("charge")
    return "charged"


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> str:
    note = "nothing noted"
    if ctx.attempt == 0:
        note = await ctx.step.run("note", lambda: "noted")
    charged = await ctx.step.run("charge", charge)
    if ctx.attempt > 0:
        await ctx.step.run("apologize", lambda: LOG.append("apologize"))
    return f"{note}, {charged}"


inngest.fast_api.serve(app, client, [order])
