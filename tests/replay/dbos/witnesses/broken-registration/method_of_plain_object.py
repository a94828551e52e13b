"""A recovery could not find the object again, so the method of one without a name is refused."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.dbos_class()
class Shop:
    @DBOS.workflow()
    def order(self) -> str:
        return "ordered"


def start() -> None:
    Shop().order()
