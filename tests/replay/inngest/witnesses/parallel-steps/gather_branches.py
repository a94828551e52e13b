"""Branches of two steps each: the second branch's first step is done three times."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    async def region(name: str) -> None:
        await ctx.step.run(f"load-{name}", LOG.append, f"load {name}")
        await ctx.step.run(f"total-{name}", LOG.append, f"total {name}")

    await asyncio.gather(region("north"), region("south"))


inngest.fast_api.serve(app, client, [report])
