"""A task that nobody awaits is given a job, which never gets to its function; a plain function is no exception."""

from wmill import task, workflow

LOG: list[str] = []


@task
def charge(order: str) -> None:
    LOG.append(f"charge {order}")


@workflow
async def pay(order: str) -> str:
    charge(order)
    return "paid"
