"""A swallowed sleep is not slept."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="remind", trigger=inngest.TriggerEvent(event="shop/invoice.sent"))
async def remind(ctx: inngest.Context) -> str:
    try:
        await ctx.step.sleep("wait", 60_000)
    except BaseException:
        LOG.append("caught")
    return "done"


inngest.fast_api.serve(app, client, [remind])
