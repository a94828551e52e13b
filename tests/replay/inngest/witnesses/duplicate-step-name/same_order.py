"""Used again, an id is numbered, so equal ids are told apart by their order."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="remind", trigger=inngest.TriggerEvent(event="shop/invoice.sent"))
async def remind(ctx: inngest.Context) -> list[str]:
    first = await ctx.step.run("remind", lambda: LOG.append("first") or "first")
    await ctx.step.sleep("wait", 60_000)
    second = await ctx.step.run("remind", lambda: LOG.append("second") or "second")
    await ctx.step.sleep("wait", 60_000)
    return [first, second]


inngest.fast_api.serve(app, client, [remind])
