"""`serve` does not await an async handler: its body never runs."""

from upstash_workflow import AsyncWorkflowContext, serve

LOG: list[str] = []


async def work(context: AsyncWorkflowContext) -> None:
    await context.run("work", lambda: LOG.append("work"))


handler = serve(work)["handler"]
