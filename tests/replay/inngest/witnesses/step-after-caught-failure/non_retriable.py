"""NonRetriableError is not recorded: caught, the step does its work again in every later pass."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> None:
    LOG.append("charge")
    raise inngest.NonRetriableError("card declined")


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    try:
        await ctx.step.run("charge", charge)
    except Exception:
        LOG.append("caught")
    await ctx.step.run("cancel", LOG.append, "cancel")
    await ctx.step.run("tell-customer", LOG.append, "tell")


inngest.fast_api.serve(app, client, [charge_customer])
