"""With one id in a loop the steps are numbered, which is right as long as the items keep their order."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def send(address: str) -> str:
    LOG.append(address)
    return f"sent to {address}"


@client.create_function(fn_id="send-news", trigger=inngest.TriggerEvent(event="shop/news.written"))
async def send_news(ctx: inngest.Context) -> list[str]:
    return [await ctx.step.run("send", send, item) for item in ctx.event.data["items"]]


inngest.fast_api.serve(app, client, [send_news])
