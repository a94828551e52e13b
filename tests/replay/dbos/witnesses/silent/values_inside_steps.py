"""Clock, chance and environment in steps; their results may decide what they like."""

import os
import random
import time

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def draw() -> float:
    return random.random() + time.time() * 0 + len(os.environ) * 0


@DBOS.workflow()
def campaign() -> float:
    drawn = draw()
    if drawn > 0.5:
        DBOS.run_step({"name": "voucher"}, lambda: LOG.append("voucher"))
    else:
        DBOS.run_step({"name": "survey"}, lambda: LOG.append("survey"))
    return drawn
