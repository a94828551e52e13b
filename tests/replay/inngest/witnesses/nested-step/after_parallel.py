"""After a parallel group the request that runs the outer step stops at the inner one, in every attempt."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> None:
    async def move() -> None:
        LOG.append("debit")
        await ctx.step.run("credit", LOG.append, "credit")

    await ctx.group.parallel(
        (
            lambda: ctx.step.run("check", LOG.append, "check"),
            lambda: ctx.step.run("reserve", LOG.append, "reserve"),
        )
    )
    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
