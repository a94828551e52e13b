"""The clock as the argument of one sleep is read where the sleep is begun."""

from datetime import datetime, timedelta, timezone

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="remind", trigger=inngest.TriggerEvent(event="shop/invoice.sent"))
async def remind(ctx: inngest.Context) -> None:
    await ctx.step.sleep_until("due", datetime.now(timezone.utc) + timedelta(days=30))
    await ctx.step.run("remind", LOG.append, "remind")


inngest.fast_api.serve(app, client, [remind])
