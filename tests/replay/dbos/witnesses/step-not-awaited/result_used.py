"""A coroutine has no items."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def order() -> None:
    paid = DBOS.run_step_async({"name": "pay"}, lambda: {"id": 7})
    LOG.append(paid["id"])
