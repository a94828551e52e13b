from datetime import datetime, timezone

from dbos import DBOS


@DBOS.step()
def charge(order: str) -> str:
    return f"receipt for {order}"


@DBOS.step()
def paid_time() -> datetime:
    return datetime.now(timezone.utc)


@DBOS.step()
def send_receipt(receipt: str, paid_at: datetime) -> None:
    print(receipt, paid_at)


@DBOS.workflow()
def pay(order: str) -> None:
    receipt = charge(order)
    paid_at = paid_time()
    DBOS.sleep(600)
    send_receipt(receipt, paid_at)
