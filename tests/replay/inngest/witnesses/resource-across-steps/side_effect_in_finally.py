"""`finally` is entered in every pass."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> None:
    try:
        ctx.step.run("charge", LOG.append, "charge")
        ctx.step.run("ship", LOG.append, "ship")
    finally:
        LOG.append("tell customer")


inngest.flask.serve(app, client, [charge_customer])
