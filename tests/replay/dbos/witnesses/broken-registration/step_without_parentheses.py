"""A step has to be called as well."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step
def charge() -> str:
    return "charged"


@DBOS.workflow()
def order() -> str:
    return charge()
