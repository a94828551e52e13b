"""Outside the steps the results add up."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="total", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def total_up(ctx: inngest.Context) -> int:
    def measured(amount: int) -> int:
        LOG.append(f"measured {amount}")
        return amount

    total = await ctx.step.run("measure-first", measured, 3)
    total += await ctx.step.run("measure-second", measured, 4)
    return total


inngest.fast_api.serve(app, client, [total_up])
