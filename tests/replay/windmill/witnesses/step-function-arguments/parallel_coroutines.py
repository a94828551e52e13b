"""What calls one task for each item is given the task's coroutines instead."""

from wmill import parallel, task, workflow

LOG: list[str] = []


@task
async def clean(row: str) -> str:
    return row.strip()


@workflow
async def pipeline() -> list[str]:
    return await parallel([clean("tea "), clean("milk ")])
