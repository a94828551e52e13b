"""In threads, too, all steps do their work and one is recorded."""

from concurrent.futures import ThreadPoolExecutor

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
def report(ctx: inngest.ContextSync) -> None:
    with ThreadPoolExecutor(1) as pool:
        north = pool.submit(ctx.step.run, "total-north", LOG.append, "north")
        south = pool.submit(ctx.step.run, "total-south", LOG.append, "south")
        north.result()
        south.result()


inngest.flask.serve(app, client, [report])
