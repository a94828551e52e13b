"""The class is not known, so the method's first argument is taken for the run's own."""

from dbos import DBOS

LOG: list[str] = []


class Shop:
    @DBOS.workflow()
    def order(self) -> str:
        return "ordered"


def start() -> None:
    Shop().order()
