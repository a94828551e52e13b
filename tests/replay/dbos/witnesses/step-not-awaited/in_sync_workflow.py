"""A sync workflow cannot await the async step that it calls."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
async def welcome() -> None:
    LOG.append("welcome")


@DBOS.step()
def survey() -> None:
    LOG.append("survey")


@DBOS.workflow()
def onboarding() -> None:
    welcome()
    survey()
