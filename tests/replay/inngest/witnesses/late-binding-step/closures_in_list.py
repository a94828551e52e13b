"""The closures run after the loop, and all see its last value."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    jobs = []
    for region in ["north", "south", "east"]:
        jobs.append(lambda: LOG.append(region))
    for number, job in enumerate(jobs):
        await ctx.step.run(f"total-{number}", job)


inngest.fast_api.serve(app, client, [report])
