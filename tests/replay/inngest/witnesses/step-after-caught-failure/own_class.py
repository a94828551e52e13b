"""The error comes back as StepError, so a clause for the class that was raised never catches it."""

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
    except ConnectionError:
        await ctx.step.run("cancel", LOG.append, "cancel")
        return "cancelled"
    return "charged"


inngest.fast_api.serve(app, client, [charge_customer])
