"""A step that is made of it fails when the workflow calls it."""

from dbos import DBOS

LOG: list[str] = []


class Shop:
    @DBOS.step()
    @classmethod
    def charge(cls) -> str:
        return "charged"


@DBOS.workflow()
def order() -> str:
    return Shop.charge()
