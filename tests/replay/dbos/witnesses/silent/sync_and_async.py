"""Functions of both kinds in both kinds of workflows."""

import asyncio

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def charge() -> str:
    LOG.append("charge")
    return "charged"


@DBOS.step()
def ship() -> str:
    LOG.append("ship")
    return "shipped"


async def close(reason: str) -> str:
    LOG.append("close")
    return reason


def charge_later():
    return charge()


@DBOS.workflow()
async def deliver() -> list[str]:
    return [
        ship(),
        await charge_later(),
        await DBOS.run_step_async({"name": "close"}, close, "done"),
        await DBOS.run_step_async({"name": "again"}, lambda: "again"),
        await DBOS.run_step_async({}, ship),
    ]


@DBOS.workflow()
def order() -> list[str]:
    delivered = DBOS.start_workflow(deliver).get_result(polling_interval_sec=0.01)
    return [
        *delivered,
        asyncio.run(charge()),
        DBOS.run_step({"name": "close"}, close, "done"),
        DBOS.run_step({}, charge),
    ]
