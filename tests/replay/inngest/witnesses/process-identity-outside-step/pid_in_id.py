"""Another worker takes the next request, with another process id, and runs the step again."""

import os

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def import_rows() -> int:
    LOG.append("import")
    return 3


@client.create_function(fn_id="import-rows", trigger=inngest.TriggerEvent(event="shop/catalogue.uploaded"))
async def import_catalogue(ctx: inngest.Context) -> int:
    return await ctx.step.run(f"import-{os.getpid()}", import_rows)


inngest.fast_api.serve(app, client, [import_catalogue])
