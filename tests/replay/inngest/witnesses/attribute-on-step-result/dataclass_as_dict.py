"""A dataclass that was made a dict stays a dict."""

from dataclasses import asdict, dataclass
from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@dataclass
class Customer:
    email: str


def load() -> Any:
    return asdict(Customer("ada@example.test"))


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> str:
    customer = await ctx.step.run("load", load)
    return customer.email


inngest.fast_api.serve(app, client, [welcome])
