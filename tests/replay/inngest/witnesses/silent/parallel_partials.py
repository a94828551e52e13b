"""Partials of `step.run` bind their arguments at once; a list will do as well as a tuple."""

from functools import partial

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
def report(ctx: inngest.ContextSync) -> list[None]:
    regions = ["north", "south", "east"]
    return list(
        ctx.group.parallel(
            [partial(ctx.step.run, f"total-{region}", LOG.append, region) for region in regions]
        )
    )


inngest.flask.serve(app, client, [report])
