"""The work is done in every request, outside the step, which then fails."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> str:
    LOG.append("charge")
    return "receipt"


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.step.run("charge", charge())


inngest.fast_api.serve(app, client, [charge_customer])
