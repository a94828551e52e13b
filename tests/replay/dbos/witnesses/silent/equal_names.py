"""Steps are told apart by their places, so names may repeat."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def pack(item: str) -> str:
    LOG.append(item)
    return item


@DBOS.workflow()
def order(items: list[str]) -> list[str]:
    packed = [pack(item) for item in items]
    for item in items:
        packed.append(DBOS.run_step({"name": "ship"}, lambda item=item: f"ship {item}"))
    packed.append(DBOS.run_step({"name": "ship"}, lambda: "ship the rest"))
    return packed
