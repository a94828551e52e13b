"""Inside a step function there is nothing to swallow: a bare `except` there is the function's own affair."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> str:
    try:
        raise ConnectionError("no answer")
    except:  # noqa: E722
        LOG.append("charge later")
        return "later"


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> str:
    return await ctx.step.run("charge", charge)


inngest.fast_api.serve(app, client, [charge_customer])
