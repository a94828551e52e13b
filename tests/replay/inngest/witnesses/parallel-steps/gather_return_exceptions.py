"""`return_exceptions` takes the interrupts for results, so no step is ever recorded."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> int:
    results = await asyncio.gather(
        ctx.step.run("total-north", LOG.append, "north"),
        ctx.step.run("total-south", LOG.append, "south"),
        return_exceptions=True,
    )
    return len(results)


inngest.fast_api.serve(app, client, [report])
