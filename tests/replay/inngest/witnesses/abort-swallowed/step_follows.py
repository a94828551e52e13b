"""The step that was swallowed does its work again in every later pass."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    try:
        await ctx.step.run("charge", LOG.append, "charge")
    except BaseException:
        LOG.append("caught")
    await ctx.step.run("ship", LOG.append, "ship")
    await ctx.step.run("mail", LOG.append, "mail")


inngest.fast_api.serve(app, client, [charge_customer])
