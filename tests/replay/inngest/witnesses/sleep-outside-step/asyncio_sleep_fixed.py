"""As a step the pause is left to the server, once."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def remind(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="remind", trigger=inngest.TriggerEvent(event="shop/invoice.sent"))
async def remind_customer(ctx: inngest.Context) -> None:
    await ctx.step.sleep("pause", 60_000)
    await ctx.step.run("first-reminder", remind, "first")
    await ctx.step.run("second-reminder", remind, "second")


inngest.fast_api.serve(app, client, [remind_customer])
