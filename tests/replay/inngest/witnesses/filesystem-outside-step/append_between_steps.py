"""The line is written in each request that comes past it: with two steps after it, three times."""

from pathlib import Path

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def post(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="journal", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def journal(ctx: inngest.Context) -> None:
    await ctx.step.run("open", post, "open")
    with Path(ctx.event.data["file"]).open("a") as file:
        file.write("entry\n")
    await ctx.step.run("post", post, "post")
    await ctx.step.run("close", post, "close")


inngest.fast_api.serve(app, client, [journal])
