"""It is made one again after the step."""

from decimal import Decimal

from wmill import step, workflow

LOG: list[str] = []


@workflow
async def charge() -> str:
    price = Decimal(await step("get-price", lambda: str(Decimal("9.90"))))
    return str(price + Decimal("1"))
