"""Both branches give their step one name, so nothing notices that the recovery takes the other one."""

import random

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def pay() -> str:
    currency = "EUR" if random.random() < 0.5 else "USD"
    if currency == "EUR":
        paid = DBOS.run_step({"name": "pay"}, lambda: "paid EUR")
    else:
        paid = DBOS.run_step({"name": "pay"}, lambda: "paid USD")
    DBOS.run_step({"name": "close"}, lambda: None)
    return f"receipt says {currency}, {paid}"
