"""What the step returns is recorded, so it decides in the same way in every pass."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> bool:
    LOG.append("charge")
    return False


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    if not await ctx.step.run("charge", charge):
        await ctx.step.run("cancel", LOG.append, "cancel")
        await ctx.step.run("tell-customer", LOG.append, "tell")


inngest.fast_api.serve(app, client, [charge_customer])
