"""A set comes back as what `str()` makes of it, whose letters are not its items."""

from wmill import step, workflow

LOG: list[str] = []


@workflow
async def label() -> None:
    tags = await step("find-tags", lambda: {"tea"})
    for tag in tags:
        LOG.append(tag)
