"""What a step took is measured outside of it: a recovery replays it in no time, and decides otherwise."""

import time

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def render() -> str:
    time.sleep(0.4)
    return "film"


@DBOS.step()
def apologise() -> None:
    LOG.append("apologise")


@DBOS.step()
def deliver() -> None:
    LOG.append("deliver")


@DBOS.workflow()
def film() -> None:
    started = time.monotonic()
    render()
    if time.monotonic() - started > 0.35:
        apologise()
    deliver()
