"""A child that nobody awaits is never started."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def invoice() -> None:
    LOG.append("invoice")


@DBOS.workflow()
async def order() -> None:
    invoice()
    DBOS.start_workflow_async(invoice)
    await DBOS.run_step_async({"name": "ship"}, lambda: LOG.append("ship"))
