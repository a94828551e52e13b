"""A function without `return` gives None."""

from dbos import DBOS

LOG: list[str] = []


def find_order() -> dict[str, int]:
    LOG.append("find")
    {"id": 7}


@DBOS.workflow()
def refund() -> int:
    order = DBOS.run_step({"name": "find-order"}, find_order)
    return order["id"]
