"""The model is built in the handler."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


class Order(BaseModel):
    order_id: str
    amount: int


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    order = Order.model_validate(context.request_payload)
    await context.run("charge", lambda: order.amount)
