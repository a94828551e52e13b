"""Without parentheses the decorator takes the place of the class."""

from dbos import DBOS, DBOSConfiguredInstance

LOG: list[str] = []


@DBOS.dbos_class
class Shop(DBOSConfiguredInstance):
    @DBOS.workflow()
    def order(self) -> str:
        return "ordered"


def start() -> None:
    Shop("shop").order()
