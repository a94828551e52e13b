"""Arguments by keyword are not handed on."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.step.run("charge", charge, amount=120)


inngest.fast_api.serve(app, client, [charge_customer])
