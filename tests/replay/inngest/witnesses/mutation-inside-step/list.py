"""A list that steps append to is empty in the end."""

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="collect", trigger=inngest.TriggerEvent(event="shop/month.closed"))
def collect(ctx: inngest.ContextSync) -> list[str]:
    found: list[str] = []
    ctx.step.run("collect-north", found.append, "north")
    ctx.step.run("collect-south", found.append, "south")
    return found


inngest.flask.serve(app, client, [collect])
