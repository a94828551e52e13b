"""The counter goes on in every request, so the step has another id each time and runs for ever."""

import itertools

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


numbers = itertools.count(1)


def send(number: int) -> int:
    LOG.append("sent")
    return number


@client.create_function(fn_id="send-invoice", trigger=inngest.TriggerEvent(event="shop/invoice.due"))
async def send_invoice(ctx: inngest.Context) -> int:
    number = next(numbers)
    return await ctx.step.run(f"send-{number}", send, number)


inngest.fast_api.serve(app, client, [send_invoice])
