"""`print` speaks in every request; the context's logger is silent while recorded steps are passed."""

import inngest
import inngest.fast_api
from fastapi import FastAPI

app = FastAPI()
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


class Records:
    """A logger that keeps what it is told."""

    def info(self, text: str) -> None:
        LOG.append(f"info {text}")

    def debug(self, *args: object) -> None:
        """Say nothing."""

    error = warning = debug


def print_line(text: str) -> None:
    LOG.append(f"print {text}")


client.set_logger(Records())


@client.create_function(fn_id="track-parcel", trigger=inngest.TriggerEvent(event="shop/parcel.sent"))
async def track(ctx: inngest.Context) -> None:
    print_line("start")
    ctx.logger.info("start")
    await ctx.step.run("ask-carrier", lambda: "on its way")
    ctx.logger.info("asked")
    await ctx.step.run("tell-customer", lambda: None)


inngest.fast_api.serve(app, client, [track])
