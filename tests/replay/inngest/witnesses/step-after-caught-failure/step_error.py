"""A step that failed for good is recorded with its error, so that it fails again in every pass and steps may follow."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> None:
    LOG.append("charge")
    raise ConnectionError("no answer")


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    try:
        await ctx.step.run("charge", charge)
    except Exception as error:
        await ctx.step.run("cancel", LOG.append, "cancel")
        await ctx.step.run("tell-customer", LOG.append, "tell")
        return type(error).__name__
    return "charged"


inngest.fast_api.serve(app, client, [charge_customer])
