"""The same with an event that is waited for."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
def transfer(ctx: inngest.ContextSync) -> None:
    def move() -> None:
        LOG.append("debit")
        ctx.step.wait_for_event("approval", event="bank/transfer.approved", timeout=60_000)
        LOG.append("credit")

    ctx.step.run("move", move)


inngest.flask.serve(app, client, [transfer])
