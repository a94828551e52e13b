"""Sorted, it has one order."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def remind(customer: str) -> str:
    LOG.append(customer)
    return customer


@DBOS.workflow()
def reminders(customers: list[str]) -> None:
    for customer in sorted(set(customers)):
        DBOS.run_step({"name": f"remind-{customer}"}, remind, customer)
