"""The interrupt of a nested step is no Exception, so the step function cannot catch it either."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> None:
    async def move() -> None:
        try:
            await ctx.step.run("credit", LOG.append, "credit")
        except Exception:
            LOG.append("caught")

    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
