"""A parallel group runs each step in a request of its own, once."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def total(region: str) -> str:
    LOG.append(region)
    return f"total of {region}"


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> tuple[str, ...]:
    return await ctx.group.parallel(
        (
            lambda: ctx.step.run("total-north", total, "north"),
            lambda: ctx.step.run("total-south", total, "south"),
            lambda: ctx.step.run("total-east", total, "east"),
        )
    )


inngest.fast_api.serve(app, client, [report])
