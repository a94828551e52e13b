"""The SDK sends the parsed payload on as JSON, and a model is none: the trigger is rejected."""

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


def parse(body: str) -> Order:
    return Order.model_validate_json(body)


@serve.post("/work", initial_payload_parser=parse)
async def work(context: AsyncWorkflowContext[Order]) -> None:
    await context.run("charge", lambda: context.request_payload.amount)
