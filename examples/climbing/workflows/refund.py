"""When a course does not take place."""

from typing import TypedDict

from upstash_workflow import AsyncWorkflowContext

import services
from serving import serve


class Refund(TypedDict):
    """What the website sends."""

    card: str
    cents: int
    guest: str


@serve.post("/workflows/refund")
async def pay_back(context: AsyncWorkflowContext[Refund]) -> None:
    refund = context.request_payload
    try:
        await context.run("refund-card", lambda: services.refund(refund["card"], refund["cents"]))
    except services.PaymentError:
        await context.run("send-voucher", lambda: services.send(refund["guest"], "voucher"))
