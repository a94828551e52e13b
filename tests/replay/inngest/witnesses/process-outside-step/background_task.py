"""The task is started anew in every request."""

import asyncio

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def warm_up() -> None:
    LOG.append("warm-up")


def price(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="price-cart", trigger=inngest.TriggerEvent(event="shop/cart.updated"))
async def price_cart(ctx: inngest.Context) -> None:
    task = asyncio.create_task(warm_up())
    await task
    await ctx.step.run("price", price, "price")
    await ctx.step.run("discount", price, "discount")


inngest.fast_api.serve(app, client, [price_cart])
