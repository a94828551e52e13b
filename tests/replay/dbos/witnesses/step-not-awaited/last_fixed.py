"""All are awaited."""

from dbos import DBOS

LOG: list[str] = []


def welcome() -> None:
    LOG.append("welcome")


def survey() -> None:
    LOG.append("survey")


@DBOS.workflow()
async def onboarding() -> None:
    await DBOS.run_step_async({"name": "welcome"}, welcome)
    await DBOS.sleep_async(0.01)
    await DBOS.run_step_async({"name": "survey"}, survey)
