"""A sync step function cannot await: the inner step never runs, and the outer one counts as done."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> None:
    def move() -> None:
        LOG.append("debit")
        ctx.step.run("credit", LOG.append, "credit")

    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
