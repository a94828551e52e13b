"""The draw is repeated in every request: a customer gets both offers, one of them after the other was recorded."""

import random

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def offer(name: str) -> None:
    LOG.append(name)


@client.create_function(fn_id="offer-discount", trigger=inngest.TriggerEvent(event="shop/cart.abandoned"))
def offer_discount(ctx: inngest.ContextSync) -> None:
    if random.random() < 0.5:
        ctx.step.run("offer-ten-percent", offer, "ten")
    else:
        ctx.step.run("offer-shipping", offer, "shipping")
    ctx.step.run("close", offer, "close")


inngest.flask.serve(app, client, [offer_discount])
