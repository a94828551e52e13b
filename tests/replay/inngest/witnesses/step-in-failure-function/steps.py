"""A failure handler is a function of its own, with steps of its own."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def tell(ctx: inngest.Context) -> None:
    LOG.append("pass")
    order = ctx.event.data["event"]["data"]["order_id"]
    await ctx.step.run("tell-customer", LOG.append, f"tell {order}")
    await ctx.step.run("tell-shop", LOG.append, f"tell shop {order}")


@client.create_function(
    fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"), on_failure=tell
)
async def charge_customer(ctx: inngest.Context) -> None:
    raise ConnectionError("no answer")


inngest.fast_api.serve(app, client, [charge_customer])
