from datetime import datetime, timezone

from wmill import sleep, step, task, workflow


@task
async def charge(order: str) -> str:
    return f"receipt for {order}"


@task(tag="mail")
async def send_receipt(receipt: str, paid_at: str) -> None:
    print(receipt, paid_at)


@workflow
async def pay(order: str) -> None:
    receipt = await charge(order)
    paid_at = await step("paid-at", lambda: datetime.now(timezone.utc).isoformat())
    await sleep(600)
    await send_receipt(receipt, paid_at)
