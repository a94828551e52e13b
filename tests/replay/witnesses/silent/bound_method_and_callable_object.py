"""A bound method and a callable object are step functions as good as any."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


class Mailer:
    def __init__(self, sender: str) -> None:
        self.sender = sender

    def send(self) -> str:
        LOG.append("send")
        return f"from {self.sender}"


class Audit:
    def __call__(self) -> str:
        LOG.append("audit")
        return "audited"


@serve.post("/mails")
async def mails(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    mailer = Mailer("shop")
    sent = await context.run("send", mailer.send)
    audited = await context.run("audit", Audit())
    await context.run("publish", lambda: [sent, audited])
