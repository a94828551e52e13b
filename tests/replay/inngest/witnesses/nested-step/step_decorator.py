"""A function decorated as a step calls another one."""

import inngest
import inngest.fast_api
from fastapi import FastAPI
from inngest.experimental import step

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@step("credit")
async def credit() -> None:
    LOG.append("credit")


@step("move")
async def move() -> None:
    LOG.append("debit")
    await credit()


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
async def transfer(ctx: inngest.Context) -> None:
    await move()


inngest.fast_api.serve(app, client, [transfer])
