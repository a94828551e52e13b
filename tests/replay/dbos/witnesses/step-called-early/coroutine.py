"""A coroutine is no function either; its body never runs."""

from dbos import DBOS

LOG: list[str] = []


async def charge() -> int:
    LOG.append("charge")
    return 120


@DBOS.workflow()
async def order() -> None:
    await DBOS.run_step_async({"name": "charge"}, charge())
