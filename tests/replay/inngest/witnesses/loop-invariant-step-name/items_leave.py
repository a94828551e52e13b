"""When an item is gone in a later pass, those after it take the results of their neighbours."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


customers = ["ada", "bea", "cleo"]


def send(address: str) -> str:
    LOG.append(address)
    return f"sent to {address}"


@client.create_function(fn_id="send-news", trigger=inngest.TriggerEvent(event="shop/news.written"))
async def send_news(ctx: inngest.Context) -> dict[str, str]:
    sent = {}
    for customer in customers:
        sent[customer] = await ctx.step.run("send", send, customer)
    return sent


inngest.fast_api.serve(app, client, [send_news])
