"""The sleep is slept, then the step function runs from its beginning again, and only then the step fails."""

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
        await ctx.step.sleep("cool-down", 60_000)
        LOG.append("credit")

    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
