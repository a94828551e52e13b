"""A loop that tries a step again multiplies the server's own attempts: the id is numbered, so each turn is a step."""

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
    for _ in range(2):
        try:
            return await ctx.step.run("charge", charge)
        except Exception:
            ctx.logger.info("again")
    return "given up"


inngest.fast_api.serve(app, client, [charge_customer])
