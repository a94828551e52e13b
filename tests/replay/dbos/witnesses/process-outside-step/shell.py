"""A command runs once a pass."""

import os
import shlex

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def convert() -> None:
    pass


@DBOS.step()
def publish() -> None:
    pass


@DBOS.workflow()
def film(journal: str) -> None:
    os.system(f"echo fetched >> {shlex.quote(journal)}")
    convert()
    publish()
