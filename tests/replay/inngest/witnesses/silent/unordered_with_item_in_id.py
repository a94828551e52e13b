"""Steps are found by id, not by place: where each id names its item, another order does no harm."""

import os

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def parse(name: str) -> str:
    LOG.append(name)
    return f"rows of {name}"


@client.create_function(fn_id="import-files", trigger=inngest.TriggerEvent(event="shop/files.uploaded"))
async def import_files(ctx: inngest.Context) -> dict[str, str]:
    found = {}
    for name in os.listdir("/inbox"):
        found[name] = await ctx.step.run(f"parse-{name}", parse, name)
    return found


inngest.fast_api.serve(app, client, [import_files])
