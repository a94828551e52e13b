"""As a step the request is made once."""

from urllib.request import Request, urlopen

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def pack(part: str) -> None:
    LOG.append(part)


def announce(url: str) -> None:
    urlopen(Request(url, data=b"started", method="POST")).close()


@client.create_function(fn_id="pack-order", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def pack_order(ctx: inngest.Context) -> None:
    await ctx.step.run("announce", announce, ctx.event.data["hook"])
    await ctx.step.run("pack", pack, "pack")
    await ctx.step.run("label", pack, "label")


inngest.fast_api.serve(app, client, [pack_order])
