"""In a parallel group the plan is swallowed, so that the steps do not even run."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


@client.create_function(fn_id="charge", trigger=inngest.TriggerEvent(event="shop/order.paid"))
async def charge_customer(ctx: inngest.Context) -> list[str]:
    async def safely(name: str) -> str:
        try:
            await ctx.step.run(name, LOG.append, name)
        except BaseException:
            return "lost"
        return "done"

    return list(await ctx.group.parallel((lambda: safely("charge"), lambda: safely("ship"))))


inngest.fast_api.serve(app, client, [charge_customer])
