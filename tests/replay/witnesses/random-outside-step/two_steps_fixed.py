"""The id is recorded once, so that the order that is created is the one that is charged."""

import uuid
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def create_order(order_id: str) -> str:
    LOG.append("create")
    return order_id


def charge(order_id: str) -> str:
    LOG.append("charge")
    return order_id


@serve.post("/orders")
async def fulfil(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))
    await context.run("create-order", lambda: create_order(order_id))
    await context.run("charge", lambda: charge(order_id))
