"""The annotation parses nothing: the payload is the dict that JSON gave."""

from fastapi import FastAPI
from pydantic import BaseModel
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


class Order(BaseModel):
    order_id: str


@serve.post("/work")
async def work(context: AsyncWorkflowContext[Order]) -> None:
    order_id = context.request_payload.order_id
    await context.run("work", lambda: order_id)
