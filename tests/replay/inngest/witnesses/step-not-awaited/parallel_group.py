"""A parallel group that nobody awaits runs none of its steps."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> None:
    ctx.group.parallel(
        (
            lambda: ctx.step.run("welcome", LOG.append, "welcome"),
            lambda: ctx.step.run("tips", LOG.append, "tips"),
        )
    )


inngest.fast_api.serve(app, client, [welcome])
