"""Values that only one step gets as arguments: they are looked at where the step runs, and not on replay."""

import random
import uuid
from datetime import datetime, timezone

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def create(key: uuid.UUID, when: datetime) -> uuid.UUID:
    LOG.append("create")
    return key


@DBOS.workflow()
def order() -> bool:
    key = create(uuid.uuid4(), datetime.now(timezone.utc))
    DBOS.sleep(random.random() / 100)
    return key == DBOS.run_step({"name": "look-up"}, lambda: key)
