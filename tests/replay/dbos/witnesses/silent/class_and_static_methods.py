"""Workflows and steps in a class, on top of which `@staticmethod` and `@classmethod` stand."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.dbos_class()
class Shop:
    @staticmethod
    @DBOS.step()
    def price(item: str) -> int:
        LOG.append("price")
        return len(item)

    @classmethod
    @DBOS.step()
    def pack(cls, item: str) -> str:
        LOG.append("pack")
        return f"{cls.__name__}: {item}"

    @classmethod
    @DBOS.workflow()
    def order(cls, item: str) -> tuple[int, str]:
        return cls.price(item), cls.pack(item)


def start() -> None:
    DBOS.start_workflow(Shop.order, "tea")
