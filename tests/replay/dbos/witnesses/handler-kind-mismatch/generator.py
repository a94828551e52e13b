"""A generator is made, and its body never runs."""

from collections.abc import Iterator

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> Iterator[str]:
    LOG.append("order")
    yield "ordered"
