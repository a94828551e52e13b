"""# parallel-steps

## What it does

Finds steps that are started at once: with `asyncio.gather`, `asyncio.wait`, `asyncio.as_completed`, task groups, tasks
that are left running, and thread or process pools.

## Why it breaks on replay

The SDK runs one new step in each delivery. The first step that is started is executed and submitted, the second fails with
"Running parallel steps is not yet available in workflow-py"; each retry executes the first one again. A task group wraps the
SDK's own exceptions, so that not even a single step gets through. In a sync handler, steps in threads are executed in one
delivery and again in later ones.

## Example

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    await asyncio.gather(
        context.run("resize", resize),
        context.run("transcribe", transcribe),
    )
```

## Use instead

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("resize", resize)
    await context.run("transcribe", transcribe)
```

Or do the work concurrently inside one step:

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    async def process() -> None:
        await asyncio.gather(asyncio.to_thread(resize), asyncio.to_thread(transcribe))

    await context.run("process", process)
```

## Fix safety

Awaiting the steps one after the other is safe, and runs in flight could never get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.analysis.interpret.steps import runs_step
from wflint.analysis.model import Handler
from wflint.analysis.step_call import Concurrency
from wflint.analysis.trace import Concurrent
from wflint.engines import Color
from wflint.findings import Level, Role
from wflint.ir.spelling import called
from wflint.rules._rule import Draft, Note, Rule, handler_note, keeps

RULE = Rule(code="WF303", summary="Steps are started at once", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find calls that start several steps, or one in a way that cannot work."""
    started = [event for event, _ in handler.recorded(Concurrent) if event.step is None]
    tasks = [event for event in started if event.kind is Concurrency.TASK and _with_steps(event)]
    for event in started:
        match event.kind:
            case Concurrency.TOGETHER:
                yield from _together(handler, event)
            case Concurrency.GROUP | Concurrency.POOL if _with_steps(event):
                yield _draft(handler, event, Level.ERROR, _group_message(event))
            case Concurrency.TASK if _with_steps(event):
                yield from _task(handler, event, alone=len(tasks) == 1)
            case _:
                pass


def _with_steps(event: Concurrent) -> int:
    tasks = sum(1 for task in event.tasks if task.runs_steps)
    return tasks + sum(1 for branch in event.branches if runs_step(branch))


def _together(handler: Handler, event: Concurrent) -> Iterator[Draft]:
    steps = _with_steps(event)
    if steps > 1 or (steps and event.many):
        says = handler.context.profile.parallel.message
        message = (
            f"`{called(event.site.node)}` starts several steps at once: the first is executed, the second fails with "
            f'"{says}", and each retry executes the first again'
        )
        yield _draft(handler, event, Level.ERROR, message)
    elif steps and len(event.branches) > 1:
        message = f"`{called(event.site.node)}` starts what stands beside the step again on every delivery"
        yield _draft(handler, event, Level.WARNING, message)


def _group_message(event: Concurrent) -> str:
    what = called(event.site.node)
    if event.kind is Concurrency.GROUP:
        return f"`{what}` starts a step in a task group, which hides the SDK's own signal: the run never gets past it"
    return f"`{what}` runs a step in another thread, so several are executed in one delivery, and some of them twice"


def _task(handler: Handler, event: Concurrent, *, alone: bool) -> Iterator[Draft]:
    task = event.task
    if task is None or task.together or (task.awaited and alone):
        return
    what = called(event.site.node)
    if task.awaited:
        message = f"`{what}` starts a step beside another one; only the order of the awaits keeps them apart"
        yield _draft(handler, event, Level.WARNING, message)
    else:
        message = f"`{what}` leaves a step running: it is executed late, out of order, or not at all"
        yield _draft(handler, event, Level.ERROR, message)


def _draft(handler: Handler, event: Concurrent, level: Level, message: str) -> Draft:
    notes = [handler_note(handler)]
    for step in handler.steps_in(event)[:4]:
        notes.append(Note(step.site, f"{handler.label(step)} is started here", Role.STEP))
    awaits = "`await` the steps" if handler.context.color is Color.ASYNC else "run the steps"
    help_ = f"{awaits} one after the other, or do the work concurrently inside one step"
    fix = None
    if event.kind is Concurrency.TOGETHER and event.name.endswith(".gather"):
        fix = keeps(
            "await the steps one after the other", lambda rewrite: rewrite.one_after_another(event.site)
        )
    return Draft(level, message, event.site, "starts steps at once", tuple(notes), help_, fix=fix)
