"""The lock is taken and given back in every pass; it does not hold from one step to the next."""

from collections.abc import Iterator
from contextlib import contextmanager

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@contextmanager
def locked(name: str) -> Iterator[None]:
    LOG.append(f"lock {name}")
    try:
        yield
    finally:
        LOG.append(f"unlock {name}")


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    with locked("account"):
        await ctx.step.run("charge", LOG.append, "charge")
        await ctx.step.run("ship", LOG.append, "ship")


inngest.fast_api.serve(app, client, [charge_customer])
