"""A task group hands the interrupts on as a group, which the SDK does not know: every request crashes."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(ctx.step.run("total-north", LOG.append, "north"))
        group.create_task(ctx.step.run("total-south", LOG.append, "south"))


inngest.fast_api.serve(app, client, [report])
