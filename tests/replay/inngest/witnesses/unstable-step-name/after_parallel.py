"""After a parallel group each step is planned first; the request that should run it does not find it."""

import uuid

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.group.parallel(
        (
            lambda: ctx.step.run("charge", LOG.append, "charge"),
            lambda: ctx.step.run("ship", LOG.append, "ship"),
        )
    )
    await ctx.step.run(f"mail-{uuid.uuid4()}", LOG.append, "mail")


inngest.fast_api.serve(app, client, [charge_customer])
