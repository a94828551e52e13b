"""Without `await` nothing is slept."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> None:
    ctx.step.sleep("wait-a-week", 7 * 24 * 60 * 60 * 1000)
    await ctx.step.run("tips", LOG.append, "tips")


inngest.fast_api.serve(app, client, [welcome])
