"""What a step adds to a variable outside is gone in the next request."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="total", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def total_up(ctx: inngest.Context) -> int:
    total = 0

    def add(amount: int) -> int:
        nonlocal total
        total += amount
        LOG.append(f"added {amount}")
        return total

    await ctx.step.run("add-first", add, 3)
    await ctx.step.run("add-second", add, 4)
    return total


inngest.fast_api.serve(app, client, [total_up])
