"""A failure handler takes the context alone, too; nobody hears of it where it fails."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def told(ctx, error) -> None:
    LOG.append("told")


@client.create_function(
    fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"), on_failure=told
)
async def charge_customer(ctx: inngest.Context) -> None:
    raise ConnectionError("no answer")


inngest.fast_api.serve(app, client, [charge_customer])
