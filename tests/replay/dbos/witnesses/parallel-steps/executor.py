"""A thread of one's own knows of no workflow: its steps are plain calls, and are made again on recovery."""

from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge(customer: str) -> str:
    LOG.append(f"charge {customer}")
    return customer


@DBOS.step()
def report() -> None:
    LOG.append("report")


@DBOS.workflow()
def bill(customers: list[str]) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        list(pool.map(charge, customers))
    report()
    DBOS.run_step({"name": "close"}, lambda: None)
