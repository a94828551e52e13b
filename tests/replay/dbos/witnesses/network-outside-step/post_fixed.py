"""Telling the shop is a step."""

import urllib.request

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def tell(hook: str) -> None:
    urllib.request.urlopen(hook, data=b"on its way").close()


@DBOS.step()
def pack() -> None:
    LOG.append("pack")


@DBOS.step()
def hand_over() -> None:
    LOG.append("hand over")


@DBOS.workflow()
def ship(hook: str) -> None:
    tell(hook)
    pack()
    hand_over()
