"""Serialized without `output_type` nothing is: the model cannot be sent."""

import inngest
import inngest.fast_api
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False, serializer=inngest.PydanticSerializer())
LOG: list[str] = []


class Customer(BaseModel):
    email: str


def load() -> Customer:
    LOG.append("load")
    return Customer(email="ada@example.test")


@client.create_function(fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"))
async def welcome(ctx: inngest.Context) -> str:
    customer = await ctx.step.run("load", load)
    return customer.email


inngest.fast_api.serve(app, client, [welcome])
