"""With a serializer and `output_type` a model comes back as a model."""

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


@client.create_function(
    fn_id="welcome", trigger=inngest.TriggerEvent(event="shop/customer.created"), output_type=Customer
)
async def welcome(ctx: inngest.Context) -> Customer:
    customer = await ctx.step.run("load", load, output_type=Customer)
    LOG.append(customer.email)
    return customer


inngest.fast_api.serve(app, client, [welcome])
