"""The coin is tossed again on recovery, and the other step is asked for."""

import random

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def send_voucher() -> None:
    LOG.append("voucher")


@DBOS.step()
def send_survey() -> None:
    LOG.append("survey")


@DBOS.step()
def close_campaign() -> None:
    LOG.append("close")


@DBOS.workflow()
def campaign() -> None:
    if random.random() < 0.5:
        send_voucher()
    else:
        send_survey()
    close_campaign()
