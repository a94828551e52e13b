"""A failure handler's steps are no more nested than others."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def tell(ctx: inngest.Context) -> None:
    async def both() -> None:
        await ctx.step.run("tell-customer", LOG.append, "tell")

    await ctx.step.run("tell-all", both)


@client.create_function(
    fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"), on_failure=tell
)
async def charge_customer(ctx: inngest.Context) -> None:
    raise ConnectionError("no answer")


inngest.fast_api.serve(app, client, [charge_customer])
