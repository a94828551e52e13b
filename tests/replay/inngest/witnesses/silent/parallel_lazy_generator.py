"""A generator is drawn from while the group runs, so each function is called while the variable still has its value."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> list[None]:
    regions = ["north", "south", "east"]
    return list(
        await ctx.group.parallel(
            (lambda: ctx.step.run(f"total-{region}", LOG.append, region)) for region in regions
        )
    )


inngest.fast_api.serve(app, client, [report])
