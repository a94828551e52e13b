"""Steps of code that is given no context, on both colors of functions."""

import inngest
import inngest.fast_api
from fastapi import FastAPI
from inngest.experimental import get_step_context

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def charge() -> str:
    LOG.append("charge")
    return "charged"


async def charged() -> str:
    return await get_step_context().run("charge", charge)


class Desk:
    @property
    def step(self) -> inngest.Step:
        return get_step_context()

    async def close(self) -> None:
        await self.step.run("close", lambda: LOG.append("close"))


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> str:
    state = await charged()
    await get_step_context().run("ship", lambda: LOG.append("ship"))
    await Desk().close()
    return state


inngest.fast_api.serve(app, client, [order])
