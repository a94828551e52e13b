"""`@staticmethod` has to be the outer one."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.dbos_class()
class Shop:
    @DBOS.workflow()
    @staticmethod
    def order(item: str) -> str:
        return item


def start() -> None:
    DBOS.start_workflow(Shop.order, "tea")
