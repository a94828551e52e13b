"""Code after the last step runs once, unless what follows it fails and is tried again."""

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
    await ctx.step.run("pack", pack, "pack")
    urlopen(Request(ctx.event.data["hook"], data=b"done", method="POST")).close()
    if not ctx.event.data["notes"]:
        raise ValueError("no notes")


inngest.fast_api.serve(app, client, [pack_order])
