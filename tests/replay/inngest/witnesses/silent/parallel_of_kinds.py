"""Sleeps and waits stand in a group beside steps."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> str:
    _, _, signal = await ctx.group.parallel(
        (
            lambda: ctx.step.sleep("pause", 60_000),
            lambda: ctx.step.run("total", LOG.append, "total"),
            lambda: ctx.step.wait_for_event("signal", event="shop/go", timeout=60_000),
        )
    )
    await ctx.step.run("publish", LOG.append, "publish")
    return "no signal" if signal is None else signal.name


inngest.fast_api.serve(app, client, [report])
