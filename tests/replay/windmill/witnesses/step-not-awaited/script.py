"""A script that nobody waits for runs all the same, behind the code that needs its result."""

from wmill import step, task_script, workflow

LOG: list[str] = []

load = task_script("f/data/load")


@workflow
async def pipeline() -> str:
    load(rows=["tea"])
    await step("report", lambda: LOG.append("report"))
    return "done"
