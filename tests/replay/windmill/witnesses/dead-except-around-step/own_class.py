"""A task and a step fail with the SDK's exception, so nothing is cancelled."""

from wmill import step, task, workflow

LOG: list[str] = []


class Declined(Exception):
    pass


def charge() -> None:
    LOG.append("charge")
    raise Declined("no money")


@task
async def ship() -> None:
    raise Declined("no address")


@workflow
async def order() -> str:
    try:
        await ship()
    except Declined:
        await step("stop", lambda: LOG.append("stop"))
    try:
        await step("charge", charge)
    except Declined:
        await step("cancel", lambda: LOG.append("cancel"))
    return "done"
