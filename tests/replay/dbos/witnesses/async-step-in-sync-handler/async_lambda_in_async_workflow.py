"""`run_step_async` does not await what a lambda returns."""

from dbos import DBOS

LOG: list[str] = []


async def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@DBOS.workflow()
async def order(amount: int) -> int:
    return await DBOS.run_step_async({"name": "charge"}, lambda: charge(amount))
