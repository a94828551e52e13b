"""What stands before, between and after the steps is written once for each pass that comes by."""

from pathlib import Path

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge() -> None:
    pass


@DBOS.step()
def ship() -> None:
    pass


def note(journal: str, line: str) -> None:
    with Path(journal).open("a") as file:
        file.write(f"{line}\n")


@DBOS.workflow()
def order(journal: str) -> None:
    note(journal, "begun")
    charge()
    note(journal, "charged")
    ship()
    note(journal, "shipped")
