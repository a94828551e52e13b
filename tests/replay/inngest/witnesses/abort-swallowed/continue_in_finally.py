"""A `continue` in `finally` goes on with the next step, and none is recorded."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> str:
    for number in range(2):
        try:
            ctx.step.run(f"charge-{number}", LOG.append, f"charge {number}")
        finally:
            continue
    return "done"


inngest.flask.serve(app, client, [charge_customer])
