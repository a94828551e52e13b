"""Methods of an object that a recovery finds by its name."""

from dbos import DBOS, DBOSConfiguredInstance

LOG: list[str] = []


@DBOS.dbos_class()
class Shop(DBOSConfiguredInstance):
    def __init__(self, city: str) -> None:
        self.city = city
        super().__init__(config_name=city)

    @DBOS.step()
    def pack(self) -> str:
        LOG.append("pack")
        return self.city

    @DBOS.workflow()
    def order(self) -> str:
        packed = self.pack()
        DBOS.run_step({"name": "ship"}, lambda: LOG.append("ship"))
        return packed


oslo = Shop("Oslo")


def start() -> None:
    DBOS.start_workflow(oslo.order)
