"""A lambda that calls an async function gives a coroutine, which has no pickle; the body never runs."""

from dbos import DBOS

LOG: list[str] = []


async def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@DBOS.workflow()
def order(amount: int) -> int:
    return DBOS.run_step({"name": "charge"}, lambda: charge(amount))
