"""StepError says in `name` which class was raised."""

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
    except inngest.StepError as error:
        await ctx.step.run("cancel", LOG.append, "cancel")
        return error.name
    return "charged"


inngest.fast_api.serve(app, client, [charge_customer])
