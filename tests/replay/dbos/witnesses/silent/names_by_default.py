"""Where there is no name, or an empty one, the function's qualified name is taken."""

from dbos import DBOS

LOG: list[str] = []


class Shop:
    def pack(self) -> str:
        return "packed"


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.step(name="send-mail")
def send() -> None:
    LOG.append("send")


def close() -> None:
    LOG.append("close")


@DBOS.workflow()
def order() -> None:
    charge()
    send()
    DBOS.run_step({}, close)
    DBOS.run_step(None, close)
    DBOS.run_step({"name": ""}, close)
    DBOS.run_step({"name": None}, close)
    DBOS.run_step({}, lambda: None)
    DBOS.run_step({}, Shop().pack)
    DBOS.run_step({}, max, 1, 2)
    DBOS.run_step({}, send)
    DBOS.run_step({"name": "Löschen ☃"}, close)
