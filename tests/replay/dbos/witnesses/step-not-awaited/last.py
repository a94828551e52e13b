"""The last step is never run, nor is the sleep slept."""

from dbos import DBOS

LOG: list[str] = []


def welcome() -> None:
    LOG.append("welcome")


def survey() -> None:
    LOG.append("survey")


@DBOS.workflow()
async def onboarding() -> None:
    await DBOS.run_step_async({"name": "welcome"}, welcome)
    DBOS.sleep_async(3600)
    DBOS.run_step_async({"name": "survey"}, survey)
