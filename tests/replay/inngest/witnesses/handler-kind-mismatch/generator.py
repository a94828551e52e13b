"""A generator's body never runs; the generator itself cannot be sent."""

from collections.abc import Iterator

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> Iterator[None]:
    yield ctx.step.run("charge", LOG.append, "charge")


inngest.flask.serve(app, client, [charge_customer])
