"""`async_serve` awaits what a sync handler returns."""

from upstash_workflow import WorkflowContext, async_serve

LOG: list[str] = []


def work(context: WorkflowContext) -> None:
    LOG.append("work")


handler = async_serve(work)["handler"]
