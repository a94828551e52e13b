"""What `@classmethod` makes cannot be called, so neither can the workflow."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.dbos_class()
class Shop:
    @DBOS.workflow()
    @classmethod
    def order(cls) -> str:
        return "ordered"


def start() -> None:
    Shop.order()
