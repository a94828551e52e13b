"""The answer's envelope is no order: validation fails in the delivery that brings the answer."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


class Order(BaseModel):
    order_id: str


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    order_id = Order.model_validate(context.request_payload).order_id
    await context.call("hook", url="https://hooks.example.test", method="POST", body={"order": order_id})
    await context.run("done", lambda: do("done"))
