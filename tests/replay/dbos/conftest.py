"""Where DBOS runs on SQLite at all."""

from __future__ import annotations

import sqlite3
import sys

import pytest


@pytest.fixture(autouse=True)
def _sqlite_that_dbos_can_use() -> None:
    # From Python 3.12 on DBOS lets SQLite count parts of seconds, which SQLite does from 3.42 on.
    if sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < (3, 42):
        pytest.skip(f"DBOS needs SQLite 3.42 with this Python, and this is {sqlite3.sqlite_version}")
