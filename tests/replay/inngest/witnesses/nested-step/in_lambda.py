"""A lambda that starts a step is a step function with a step in it."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
def transfer(ctx: inngest.ContextSync) -> None:
    ctx.step.run("move", lambda: ctx.step.run("credit", LOG.append, "credit"))


inngest.flask.serve(app, client, [transfer])
