"""A list comes back as it was."""

from wmill import step, workflow

LOG: list[str] = []


@workflow
async def label() -> None:
    tags = await step("find-tags", lambda: sorted({"tea"}))
    for tag in tags:
        LOG.append(tag)
