"""A function without steps runs once, in one request."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="tidy", trigger=inngest.TriggerEvent(event="shop/day.ended"))
async def tidy(ctx: inngest.Context) -> str:
    LOG.append("tidy")
    return "tidied"


inngest.fast_api.serve(app, client, [tidy])
