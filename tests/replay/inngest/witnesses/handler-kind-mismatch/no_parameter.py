"""The context is always handed over."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer() -> None:
    LOG.append("charge")


inngest.flask.serve(app, client, [charge_customer])
