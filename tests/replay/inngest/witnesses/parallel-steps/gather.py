"""All steps start in every request and one is recorded, so the third does its work three times."""

import asyncio

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
async def report(ctx: inngest.Context) -> list[str]:
    return await asyncio.gather(
        ctx.step.run("total-north", total, "north"),
        ctx.step.run("total-south", total, "south"),
        ctx.step.run("total-east", total, "east"),
    )


inngest.fast_api.serve(app, client, [report])
