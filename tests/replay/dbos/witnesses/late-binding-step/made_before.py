"""All functions see the last item."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def reminders(customers: list[str]) -> list[str]:
    steps = [lambda: customer for customer in customers]
    return [DBOS.run_step({"name": f"remind-{number}"}, step) for number, step in enumerate(steps)]
