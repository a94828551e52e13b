"""The hook is told in every request, three times with two steps."""

from urllib.request import Request, urlopen

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def pack(part: str) -> None:
    LOG.append(part)


@client.create_function(fn_id="pack-order", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def pack_order(ctx: inngest.Context) -> None:
    urlopen(Request(ctx.event.data["hook"], data=b"started", method="POST")).close()
    await ctx.step.run("pack", pack, "pack")
    await ctx.step.run("label", pack, "label")


inngest.fast_api.serve(app, client, [pack_order])
