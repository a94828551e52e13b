"""A datetime comes back as text, which has no part of a date."""

from datetime import datetime

from wmill import step, workflow

LOG: list[str] = []


@workflow
async def remind() -> int:
    due = await step("get-due-date", lambda: datetime(2030, 1, 2))
    return due.year
