"""The sleep starts anew in every request."""

import time

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="remind", trigger=inngest.TriggerEvent(event="shop/invoice.sent"))
def remind(ctx: inngest.ContextSync) -> None:
    ctx.step.sleep(f"wait-{time.time_ns()}", 60_000)
    ctx.step.run("remind", LOG.append, "remind")


inngest.flask.serve(app, client, [remind])
