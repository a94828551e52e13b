"""The argument is given with the function."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def remind(customer: str) -> str:
    return customer


@DBOS.workflow()
def reminders(customers: list[str]) -> list[str]:
    return [remind(customer) for customer in customers]
