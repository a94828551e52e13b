"""A deployment with another setting asks for another step."""

import os

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def notify_by_mail() -> None:
    LOG.append("mail")


@DBOS.step()
def notify_by_phone() -> None:
    LOG.append("phone")


@DBOS.step()
def archive() -> None:
    LOG.append("archive")


@DBOS.workflow()
def notify() -> None:
    if os.environ.get("CHANNEL") == "phone":
        notify_by_phone()
    else:
        notify_by_mail()
    archive()
