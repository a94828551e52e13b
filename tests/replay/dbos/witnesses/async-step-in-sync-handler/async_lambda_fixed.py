"""The async function itself is run, with its argument after it."""

from dbos import DBOS

LOG: list[str] = []


async def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@DBOS.workflow()
def order(amount: int) -> int:
    return DBOS.run_step({"name": "charge"}, charge, amount)
