"""A result that the workflow changes is changed again on recovery."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def find() -> list[str]:
    LOG.append("find")
    return ["tea"]


@DBOS.workflow()
def order(basket: dict[str, int]) -> tuple[list[str], int]:
    items = find()
    items.append("shipping")
    basket["count"] = basket.get("count", 0) + 1
    DBOS.run_step({"name": "print"}, lambda: LOG.append("print"))
    return items, basket["count"]
