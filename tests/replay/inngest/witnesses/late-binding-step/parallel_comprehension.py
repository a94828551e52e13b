"""The group calls its functions when the comprehension is over: all steps are about the last region."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> list[None]:
    return list(
        await ctx.group.parallel(
            tuple(
                [
                    lambda: ctx.step.run(f"total-{region}", LOG.append, region)
                    for region in ["north", "south", "east"]
                ]
            )
        )
    )


inngest.fast_api.serve(app, client, [report])
