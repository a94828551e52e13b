"""The class of a class method has to be known as well."""

from dbos import DBOS

LOG: list[str] = []


class Shop:
    @classmethod
    @DBOS.workflow()
    def order(cls) -> str:
        return "ordered"


def start() -> None:
    Shop.order()
