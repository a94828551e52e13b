"""All rounds have one name, so nothing notices the other order: one is reminded twice, another never."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def remind(customer: str) -> str:
    LOG.append(customer)
    return customer


@DBOS.workflow()
def reminders(customers: list[str]) -> dict[str, str]:
    return {customer: remind(customer) for customer in set(customers)}
