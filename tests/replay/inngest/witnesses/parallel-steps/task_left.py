"""The task's step does its work in every request, and is never recorded."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    task = asyncio.create_task(ctx.step.run("total-north", LOG.append, "north"))
    await ctx.step.run("total-south", LOG.append, "south")
    LOG.append(f"task {'ended' if task.done() else 'is left'}")


inngest.fast_api.serve(app, client, [report])
