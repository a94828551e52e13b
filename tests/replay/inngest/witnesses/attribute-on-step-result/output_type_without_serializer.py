"""`output_type` alone does nothing: the client needs a serializer."""

from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


class Customer(dict[str, Any]):
    @property
    def email(self) -> str:
        return str(self["email"])


def load() -> Customer:
    return Customer(email="ada@example.test")


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> str:
    customer = await ctx.step.run("load", load, output_type=Customer)
    return customer.email


inngest.fast_api.serve(app, client, [welcome])
