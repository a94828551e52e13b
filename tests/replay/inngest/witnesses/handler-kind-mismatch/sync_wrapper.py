"""A sync decorator hides that the handler is async."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def traced(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(handler)
    def wrapper(ctx: Any) -> Any:
        LOG.append("traced")
        return handler(ctx)

    return wrapper


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
@traced
async def charge_customer(ctx: inngest.Context) -> None:
    await ctx.step.run("charge", LOG.append, "charge")


inngest.fast_api.serve(app, client, [charge_customer])
