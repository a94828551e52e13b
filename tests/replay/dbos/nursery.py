"""The interpreter that the processes of workflows are forked off."""

from __future__ import annotations

import importlib

from replay.nursery import serve

from .one_pass import Job, run


def main() -> None:
    """Import what each process would, then wait for jobs."""
    for late in ("dbos._sys_db_sqlite", "sqlalchemy.dialects.sqlite"):
        importlib.import_module(late)
    serve(lambda job: run(Job(**job)))


if __name__ == "__main__":
    main()
