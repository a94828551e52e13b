"""An async function's steps may be plain functions, lambdas that return a coroutine, partials and methods."""

from functools import partial

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


class Desk:
    def __init__(self, name: str) -> None:
        self.name = name

    def note(self) -> str:
        LOG.append(self.name)
        return self.name


async def ask(question: str) -> str:
    LOG.append(question)
    return question


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
async def order(ctx: inngest.Context) -> list[str]:
    return [
        await ctx.step.run("plain", Desk("desk").note),
        await ctx.step.run("lambda", lambda: ask("lambda")),
        await ctx.step.run("partial", partial(ask, question="partial")),
        await ctx.step.run("argument", ask, "argument"),
    ]


inngest.fast_api.serve(app, client, [order])
