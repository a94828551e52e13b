"""Handlers that tests open."""

from __future__ import annotations

from typing import Final

HEAD: Final = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)


"""
BILL: Final = (
    HEAD
    + """\
@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    await context.run("create", lambda: print(now))
    await context.run("send", lambda: print(now))
"""
)
NOW: Final = BILL.splitlines().index("    now = time.time()")
"""The line of the mistake, from 0."""

CLEAN: Final = BILL.replace("    now = time.time()\n", '    now = await context.run("get-now", time.time)\n')

SHOP: Final = (
    HEAD
    + """\
@serve.post("/shop")
async def shop(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
    price = await context.run("price", lambda: order["cents"] * 2)
    total = price + 1
    for item in order["items"]:
        await context.run("pack", lambda item=item: print(item))
    await context.sleep("wait", 60)
    if total > 100:
        await context.run("thank", lambda: print(total))
    print(total)
"""
)

CLOCK: Final = "import time\n\n\ndef moment() -> float:\n    return time.time()\n"
CALM_CLOCK: Final = "def moment() -> float:\n    return 1.0\n"
CALLER: Final = BILL.replace("import time\n", "from clock import moment\n").replace("time.time()", "moment()")

ROUTE: Final = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const now = Date.now();
  await context.run("create", () => create(now));
  await context.run("send", () => send(now));
});
"""
