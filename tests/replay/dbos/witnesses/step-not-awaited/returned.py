"""The workflow returns the coroutine of its last step, which has no pickle."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def welcome() -> None:
    LOG.append("welcome")


@DBOS.step()
async def survey() -> None:
    LOG.append("survey")


@DBOS.workflow()
async def onboarding() -> None:
    await welcome()
    return survey()
