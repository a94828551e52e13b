"""Without `await` the step never runs, and the run is a success."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> None:
    ctx.step.run("welcome", LOG.append, "welcome")


inngest.fast_api.serve(app, client, [welcome])
