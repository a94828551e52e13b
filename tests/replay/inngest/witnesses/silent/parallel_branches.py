"""Branches of several steps: each step runs once, whichever mode."""

from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    async def region(name: str) -> Any:
        await ctx.step.run(f"load-{name}", LOG.append, f"load {name}")
        await ctx.step.run(f"total-{name}", LOG.append, f"total {name}")

    await ctx.group.parallel(
        (lambda: region("north"), lambda: region("south")), parallel_mode=inngest.ParallelMode.RACE
    )


inngest.fast_api.serve(app, client, [report])
