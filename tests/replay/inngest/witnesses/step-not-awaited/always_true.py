"""A coroutine is true, whatever the step would have returned."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> None:
    if ctx.step.run("wants-tips", lambda: False):
        await ctx.step.run("tips", LOG.append, "tips")


inngest.fast_api.serve(app, client, [welcome])
