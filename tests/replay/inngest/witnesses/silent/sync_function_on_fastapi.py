"""A sync function is served by FastAPI as well."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
def order(ctx: inngest.ContextSync) -> list[str]:
    first = ctx.step.run("first", lambda: LOG.append("first") or "a")
    second = ctx.step.run("second", lambda: LOG.append("second") or "b")
    return [first, second]


inngest.fast_api.serve(app, client, [order])
