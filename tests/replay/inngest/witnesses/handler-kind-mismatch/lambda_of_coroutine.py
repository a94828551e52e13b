"""A lambda is a sync function: the coroutine that it returns is not awaited."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge(ctx: inngest.Context, region: str) -> None:
    await ctx.step.run("charge", LOG.append, region)


charge_customer = client.create_function(
    fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid")
)(lambda ctx: charge(ctx, "eu"))


inngest.fast_api.serve(app, client, [charge_customer])
