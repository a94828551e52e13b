"""Nothing awaits the coroutine in a sync function; it cannot be sent as the step's result."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def charge() -> str:
    LOG.append("charge")
    return "receipt"


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
def charge_customer(ctx: inngest.ContextSync) -> None:
    ctx.step.run("charge", charge)


inngest.flask.serve(app, client, [charge_customer])
