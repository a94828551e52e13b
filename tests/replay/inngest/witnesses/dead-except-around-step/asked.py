"""What is caught is never of the class that was raised."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


class Declined(Exception):
    pass


def charge() -> None:
    LOG.append("charge")
    raise Declined("no money")


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> str:
    try:
        await ctx.step.run("charge", charge)
    except Exception as error:
        if isinstance(error, Declined):
            await ctx.step.run("cancel", LOG.append, "cancel")
        else:
            await ctx.step.run("report", LOG.append, "report")
    return "done"


inngest.fast_api.serve(app, client, [order])
