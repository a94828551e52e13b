"""The request that should run a planned step does not find it: the run completes with nothing done."""

import uuid

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    await ctx.group.parallel(
        (
            lambda: ctx.step.run(f"charge-{uuid.uuid4()}", LOG.append, "charge"),
            lambda: ctx.step.run("ship", LOG.append, "ship"),
        )
    )
    return "done"


inngest.fast_api.serve(app, client, [charge_customer])
