"""A loop that tries a step again: each attempt is a step."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge(attempt: int) -> str:
    LOG.append(f"charge {attempt}")
    if attempt < 2:
        raise ConnectionError
    return "paid"


@DBOS.workflow()
def order() -> str:
    for attempt in range(5):
        try:
            return charge(attempt)
        except ConnectionError:
            continue
    return "given up"
