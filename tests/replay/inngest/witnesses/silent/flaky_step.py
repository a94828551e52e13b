"""A step that fails once is tried again, alone: steps before it keep their results."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def flaky() -> str:
    LOG.append("flaky")
    if LOG.count("flaky") == 1:
        raise ConnectionError("no answer")
    return "done"


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> str:
    await ctx.step.run("first", LOG.append, "first")
    return await ctx.step.run("flaky", flaky)


inngest.fast_api.serve(app, client, [order])
