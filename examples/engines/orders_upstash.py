from datetime import datetime, timezone

from fastapi import FastAPI
from upstash_workflow.fastapi import AsyncWorkflowContext, Serve

app = FastAPI()
serve = Serve(app)


def charge(order: dict) -> str:
    return f"receipt for {order['id']}"


@serve.post("/orders")
async def pay(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload

    async def take_payment() -> str:
        return charge(order)

    async def take_time() -> str:
        return datetime.now(timezone.utc).isoformat()

    receipt = await context.run("charge", take_payment)
    paid_at = await context.run("paid at", take_time)
    await context.sleep("cool down", "10m")

    async def send_receipt() -> None:
        print(receipt, paid_at)

    await context.run("send the receipt", send_receipt)
