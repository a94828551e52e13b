"""The same with the interrupt that skips a step."""

import inngest
import inngest.flask
from flask import Flask
from inngest._internal.step_lib import SkipInterrupt

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> None:
    LOG.append("pass")
    raise SkipInterrupt("charge")


inngest.flask.serve(app, client, [charge_customer])
