"""The step has done its work by the time that its result is refused; nothing is recorded."""

from collections.abc import Iterator

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def import_rows() -> Iterator[str]:
    LOG.append("import")
    return (row for row in ("a", "b"))


@DBOS.workflow()
def nightly() -> list[str]:
    return list(import_rows())
