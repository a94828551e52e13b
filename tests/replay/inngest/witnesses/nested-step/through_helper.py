"""The helper that the step function calls runs a step of its own."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def notify(step: inngest.StepSync, text: str) -> None:
    step.run("notify", LOG.append, text)


@client.create_function(fn_id="transfer-money", trigger=inngest.TriggerEvent(event="bank/transfer.requested"))
def transfer(ctx: inngest.ContextSync) -> None:
    def move() -> None:
        LOG.append("debit")
        notify(ctx.step, "credit")

    ctx.step.run("move", move)


inngest.flask.serve(app, client, [transfer])
