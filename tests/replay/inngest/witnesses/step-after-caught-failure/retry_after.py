"""RetryAfterError is not recorded either, and is not retried where it is caught."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> None:
    LOG.append("charge")
    raise inngest.RetryAfterError("too many requests", 60_000)


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> None:
    try:
        ctx.step.run("charge", charge)
    except Exception:
        LOG.append("caught")
    ctx.step.run("tell-customer", LOG.append, "tell")


inngest.flask.serve(app, client, [charge_customer])
