"""A Decimal comes back as text, which cannot be added to one."""

from decimal import Decimal

from wmill import step, workflow

LOG: list[str] = []


@workflow
async def charge() -> str:
    price = await step("get-price", lambda: Decimal("9.90"))
    return str(price + Decimal("1"))
