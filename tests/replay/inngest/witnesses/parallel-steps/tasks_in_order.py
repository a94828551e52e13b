"""Three tasks, awaited in order: each delivery records one of them and does the work of the others again."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    places = ("north", "south", "west")
    tasks = [asyncio.create_task(ctx.step.run(f"total-{place}", LOG.append, place)) for place in places]
    for task in tasks:
        await task


inngest.fast_api.serve(app, client, [report])
