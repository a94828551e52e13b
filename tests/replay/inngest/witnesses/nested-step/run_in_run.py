"""The inner step fails the outer one at once, after what stands before it was done."""

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

    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
