"""One step after the other."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> None:
    await ctx.step.run("debit", LOG.append, "debit")
    await ctx.step.run("credit", LOG.append, "credit")


inngest.fast_api.serve(app, client, [transfer])
