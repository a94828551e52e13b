"""Bound as a default argument, each keeps its own."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> list[None]:
    return list(
        await ctx.group.parallel(
            tuple(
                lambda region=region: ctx.step.run(f"total-{region}", LOG.append, region)
                for region in ["north", "south", "east"]
            )
        )
    )


inngest.fast_api.serve(app, client, [report])
