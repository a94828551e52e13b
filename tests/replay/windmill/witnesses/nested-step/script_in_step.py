"""A script inside a step's function ends the round, and the function begins again when it is done."""

from wmill import step, task_script, workflow

LOG: list[str] = []

extract = task_script("f/data/extract")


async def prepare() -> int:
    LOG.append("prepare")
    return len(await extract(url="prices"))


@workflow
async def pipeline() -> int:
    return await step("prepare", prepare)
