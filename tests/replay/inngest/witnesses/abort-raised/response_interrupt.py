"""The SDK's own interrupt, raised by a handler, ends the request with an error."""

import inngest
import inngest.fast_api
from fastapi import FastAPI
from inngest._internal.step_lib import ResponseInterrupt

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> None:
    LOG.append("pass")
    raise ResponseInterrupt([])


inngest.fast_api.serve(app, client, [charge_customer])
