"""The clock is read again in every request, so a run across noon sends both greetings, and nothing complains."""

import time

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def greet(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="greet-customer", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def greet_customer(ctx: inngest.Context) -> None:
    if time.localtime().tm_hour < 12:
        await ctx.step.run("send-morning", greet, "good morning")
    else:
        await ctx.step.run("send-afternoon", greet, "good afternoon")


inngest.fast_api.serve(app, client, [greet_customer])
