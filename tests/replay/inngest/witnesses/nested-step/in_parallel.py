"""In a parallel group nothing fails: the run completes, with both steps undone."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> str:
    async def move() -> None:
        LOG.append("debit")
        await ctx.step.run("credit", LOG.append, "credit")

    await ctx.group.parallel(
        (
            lambda: ctx.step.run("move", move),
            lambda: ctx.step.run("notify", LOG.append, "notify"),
        )
    )
    return "done"


inngest.fast_api.serve(app, client, [transfer])
