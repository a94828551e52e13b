"""A coroutine is true, whatever the step would say."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def is_paid() -> bool:
    return False


@DBOS.step()
async def ship() -> None:
    LOG.append("ship")


@DBOS.workflow()
async def order() -> None:
    if is_paid():
        await ship()
