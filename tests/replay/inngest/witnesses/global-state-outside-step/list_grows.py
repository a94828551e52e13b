"""What every pass appends to a module's list is there once for each of the passes."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


seen: list[str] = []


def send(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> int:
    seen.append(ctx.event.data["customer"])
    await ctx.step.run("send-welcome", send, "welcome")
    await ctx.step.run("send-tips", send, "tips")
    return len(seen)


inngest.fast_api.serve(app, client, [welcome])
