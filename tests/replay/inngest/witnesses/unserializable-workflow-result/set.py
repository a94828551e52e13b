"""The step has run, and the function fails with what it returns, at each attempt."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> set[str]:
    north = await ctx.step.run("total-north", lambda: "120")
    LOG.append("sum up")
    return {north}


inngest.fast_api.serve(app, client, [report])
