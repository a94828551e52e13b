"""A broad `except` takes the complaint about the wrong step for a failed payment."""

import random

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def pay_by_card() -> None:
    LOG.append("card")


@DBOS.step()
def pay_by_bank() -> None:
    LOG.append("bank")


@DBOS.step()
def ship() -> None:
    LOG.append("ship")


@DBOS.workflow()
def checkout() -> str:
    try:
        if random.random() < 0.5:
            pay_by_card()
        else:
            pay_by_bank()
        ship()
    except Exception as error:
        return f"not paid: {type(error).__name__}"
    return "shipped"
