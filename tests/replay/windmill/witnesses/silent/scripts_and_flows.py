"""Scripts and flows are tasks that run elsewhere, each in a job of its own."""

import asyncio

from wmill import parallel, step, task, task_flow, task_script, workflow

LOG: list[str] = []

extract = task_script("f/data/extract", timeout=600)
load = task_flow(path="f/data/load")


@task
async def clean(row: str) -> str:
    LOG.append(f"clean {row}")
    return row.strip()


@workflow
async def pipeline(source: str) -> list[str]:
    rows = await extract(url=source)
    cleaned = await parallel(rows, clean)
    counted = await asyncio.gather(load(rows=cleaned), extract(url="prices"))
    more = await parallel([1, 2], lambda number: load(number=number), concurrency=1)
    return await step("report", lambda: [*cleaned, str(counted), str(more)])
