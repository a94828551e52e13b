"""`suppress(BaseException)` swallows it as well."""

from contextlib import suppress

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> str:
    with suppress(BaseException):
        ctx.step.run("charge", LOG.append, "charge")
    return "done"


inngest.flask.serve(app, client, [charge_customer])
