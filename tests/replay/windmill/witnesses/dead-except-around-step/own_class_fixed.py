"""The SDK's exception tells which class it was."""

from wmill import TaskError, step, task, workflow

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
    except TaskError:
        await step("stop", lambda: LOG.append("stop"))
    try:
        await step("charge", charge)
    except TaskError as error:
        if error.result["error"]["name"] != "Declined":
            raise
        await step("cancel", lambda: LOG.append("cancel"))
    return "done"
