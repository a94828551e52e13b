"""A list."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def import_rows() -> list[str]:
    LOG.append("import")
    return [row for row in ("a", "b")]


@DBOS.workflow()
def nightly() -> list[str]:
    return import_rows()
