"""What only looks random."""

import random
import uuid

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order(items: list[str]) -> None:
    dice = random.Random(7)
    key = uuid.uuid5(uuid.NAMESPACE_URL, "https://shop.example.test")
    for item in sorted(set(items)):
        DBOS.run_step({"name": f"{item}-{dice.randint(1, 6)}-{key}-{hash(7)}"}, LOG.append, item)
    if dice.random() < 0.5:
        DBOS.run_step({"name": "low"}, lambda: LOG.append("low"))
    else:
        DBOS.run_step({"name": "high"}, lambda: LOG.append("high"))
