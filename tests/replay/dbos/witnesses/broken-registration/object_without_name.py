"""The name is given by the base's own `__init__`, which is never called."""

from dbos import DBOS, DBOSConfiguredInstance

LOG: list[str] = []


@DBOS.dbos_class()
class Shop(DBOSConfiguredInstance):
    def __init__(self, currency: str) -> None:
        self.currency = currency

    @DBOS.workflow()
    def order(self) -> str:
        return self.currency


def start() -> None:
    Shop("EUR").order()
