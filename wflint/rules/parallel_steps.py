"""# parallel-steps

## What it does

Finds steps that are started at once: with `asyncio.gather`, `asyncio.wait`, `asyncio.as_completed`, task groups, tasks
that are left running, and thread or process pools. Some engines take some of these, and some have a way of their own to run steps
at once: their pages say which.

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

from wflint.domain.steps import Concurrency
from wflint.engines import Color
from wflint.engines.replay import Consequence
from wflint.findings import Level, Role
from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule, handler_note, keeps
from wflint.trace.events import Concurrent
from wflint.trace.walk import runs_step, steps_run

RULE = Rule(
    code="WF303",
    summary="Steps are started at once",
    level=Level.ERROR,
    applies=lambda engine: any(
        (
            engine.consequences.together,
            engine.consequences.branches,
            engine.consequences.first,
            engine.consequences.beside,
            engine.consequences.group,
            engine.consequences.pool,
            engine.consequences.task_left,
            engine.consequences.task_beside,
        )
    ),
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find calls that start several steps, or one in a way that cannot work."""
    started = [event for event, _ in handler.recorded(Concurrent) if event.step is None]
    tasks = [event for event in started if event.kind is Concurrency.TASK and _with_steps(event)]
    for event in started:
        match event.kind:
            case Concurrency.TOGETHER:
                yield from _together(handler, event)
            case Concurrency.GROUP if _with_steps(event):
                yield from _drafts(handler, event, handler.profile.consequences.group)
            case Concurrency.POOL if _with_steps(event):
                yield from _drafts(handler, event, handler.profile.consequences.pool)
            case Concurrency.TASK if _with_steps(event):
                yield from _task(handler, event, alone=len(tasks) == 1)
            case _:
                pass


def _with_steps(event: Concurrent) -> int:
    tasks = sum(1 for task in event.tasks if task.runs_steps)
    return tasks + sum(1 for branch in event.branches if runs_step(branch))


def _together(handler: Handler, event: Concurrent) -> Iterator[Draft]:
    steps, outcome = _with_steps(event), handler.profile.consequences
    if steps > 1 or (steps and event.many):
        if outcome.first is not None and event.name.endswith(".as_completed"):
            yield from _drafts(handler, event, outcome.first)
        elif outcome.branches is not None and _has_long_branch(event):
            yield from _drafts(handler, event, outcome.branches)
        else:
            yield from _drafts(handler, event, outcome.together)
    elif steps and len(event.branches) > 1:
        yield from _drafts(handler, event, outcome.beside)


def _has_long_branch(event: Concurrent) -> bool:
    """Whether one of the things that are started at once runs several steps."""
    return any(len(set(steps_run(branch))) > 1 for branch in event.branches)


def _task(handler: Handler, event: Concurrent, *, alone: bool) -> Iterator[Draft]:
    task = event.task
    if task is None or task.together or (task.awaited and alone):
        return
    outcome = handler.profile.consequences
    yield from _drafts(handler, event, outcome.task_beside if task.awaited else outcome.task_left)


def _drafts(handler: Handler, event: Concurrent, outcome: Consequence | None) -> Iterator[Draft]:
    if outcome is None or event.name in outcome.exempt_calls:
        return
    message = outcome.said(is_sync=handler.is_sync, call=f"`{called(event.site.node)}`")
    level = outcome.level or Level.ERROR
    notes = [handler_note(handler)]
    for step in handler.steps_in(event)[:4]:
        notes.append(Note(step.site, f"{handler.label(step)} is started here", Role.STEP))
    awaits = "`await` the steps" if handler.context.color is Color.ASYNC else "run the steps"
    help_ = outcome.help or f"{awaits} one after the other, or do the work concurrently inside one step"
    fix = None
    if event.kind is Concurrency.TOGETHER and event.name.endswith(".gather"):
        fix = keeps(
            "await the steps one after the other", lambda rewrite: rewrite.one_after_another(event.site)
        )
    yield Draft(level, message, event.site, "starts steps at once", tuple(notes), help_, fix=fix)
