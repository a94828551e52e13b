"""The order is inserted in every request."""

import sqlite3
from contextlib import closing

import inngest
import inngest.flask
from flask import Flask

app = Flask(__name__)
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def bill(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="record-order", trigger=inngest.TriggerEvent(event="shop/order.placed"))
def record_order(ctx: inngest.ContextSync) -> None:
    with closing(sqlite3.connect(ctx.event.data["database"])) as connection, connection:
        connection.execute("insert into orders values ('book')")
    ctx.step.run("bill", bill, "bill")
    ctx.step.run("ship", bill, "ship")


inngest.flask.serve(app, client, [record_order])
