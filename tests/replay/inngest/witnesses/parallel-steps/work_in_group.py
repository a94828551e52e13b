"""What is no step in a parallel group runs in every request."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


async def mail(text: str) -> None:
    LOG.append(text)


@client.create_function(fn_id="report-sales", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> None:
    await ctx.group.parallel(
        (
            lambda: mail("mail"),
            lambda: ctx.step.run("total-south", LOG.append, "south"),
        )
    )


inngest.fast_api.serve(app, client, [report])
