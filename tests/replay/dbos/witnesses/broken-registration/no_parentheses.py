"""The decorator is an option's place, not a decorator, until it is called."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow
def order() -> str:
    return "ordered"
