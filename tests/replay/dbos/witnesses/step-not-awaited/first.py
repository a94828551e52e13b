"""The first step is never run."""

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
    welcome()
    await survey()
