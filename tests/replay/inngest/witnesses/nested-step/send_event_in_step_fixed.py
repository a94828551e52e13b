"""The client sends events from inside a step."""

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
        await client.send(inngest.Event(name="bank/transfer.done"))

    await ctx.step.run("move", move)


inngest.fast_api.serve(app, client, [transfer])
