"""`asdict` makes a dict of it."""

from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@dataclass
class ChargeResult:
    charge_id: str
    amount: int


def charge(amount: int) -> ChargeResult:
    LOG.append("charge")
    return ChargeResult("ch-1", amount)


@serve.post("/charge")
async def checkout(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    amount = context.request_payload["amount"]
    await context.run("charge", lambda: asdict(charge(amount)))
