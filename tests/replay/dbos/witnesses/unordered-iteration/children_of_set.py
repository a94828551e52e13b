"""A recovery takes the first child for that of another contact: one is synchronised twice, another never."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def synchronise(contact: str) -> str:
    LOG.append(contact)
    return contact


@DBOS.workflow()
def synchronise_all(contacts: list[str]) -> list[str]:
    handles = [DBOS.start_workflow(synchronise, contact) for contact in set(contacts)]
    return [handle.get_result(polling_interval_sec=0.01) for handle in handles]
