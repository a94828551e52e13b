"""# parallel-steps

## What it does

Finds steps that are started at once: with `asyncio.gather`, `asyncio.wait`, `asyncio.as_completed`, task groups, tasks
that are left running, and thread or process pools. Some engines take some of these, and some have a way of their own to run steps
at once: their pages say which.

In TypeScript, `Promise.all` is right. It finds `Promise.allSettled`, `Promise.any` and `Promise.race`, limiters such as `p-limit`, and branches of a
`Promise.all` that swallow the SDK's exceptions or await something else before their first step.

## Why it breaks on replay

The SDK runs one new step in each delivery. The first step that is started is executed and submitted, the second fails with
"Running parallel steps is not yet available in workflow-py"; each retry executes the first one again. A task group wraps the
SDK's own exceptions, so that not even a single step gets through. In a sync handler, steps in threads are executed in one
delivery and again in later ones.

In TypeScript, steps that are started together run in deliveries of their own, and each leaves a delivery by a rejection. Whatever takes that for a
failure, as `allSettled` and `any` do, goes on before the steps are done; `race` waits for all of them and gives the first one of its list.

## Example

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    await asyncio.gather(
        context.run("resize", resize),
        context.run("transcribe", transcribe),
    )
```

```typescript
export const { POST } = serve(async (context) => {
  await Promise.allSettled([
    context.run("resize", () => resize()),
    context.run("transcribe", () => transcribe()),
  ]);
});
```

## Use instead

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("resize", resize)
    await context.run("transcribe", transcribe)
```

```typescript
export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("resize", () => resize()),
    context.run("transcribe", () => transcribe()),
  ]);
});
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

from wflint.rules._families.tasks import Branches, branches_of, started_tasks
from wflint.rules.api import (
    Color,
    Concurrency,
    Concurrent,
    Consequence,
    Consequences,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Profile,
    Report,
    Rule,
    Site,
    called,
    keeps,
    runs_step,
    step_label,
    steps_run,
)
from wflint.rules.parallel_steps.branches import hides, is_queued, only_waits, runs_several, waits_first

RULE = Rule(
    code="WF303",
    summary="Steps run in parallel in a way that the engine does not support",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: any(
        (
            engine.consequences.together,
            engine.consequences.branches,
            engine.consequences.first,
            engine.consequences.race,
            engine.consequences.uneven,
            engine.consequences.hidden,
            engine.consequences.queued,
            engine.consequences.beside,
            engine.consequences.group,
            engine.consequences.pool,
            engine.consequences.task_left,
            engine.consequences.task_beside,
        )
    ),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report calls that start several steps, or one in a way that cannot work."""
    started = [event for event, _ in handler.recorded(Concurrent) if event.step is None]
    by_task = started_tasks(handler)
    tasks = [event for event in started if event.kind is Concurrency.TASK and _with_steps(event)]
    for event in started:
        branches = branches_of(event, by_task)
        outcome = _outcome(handler.profile, event, branches, is_only_task=len(tasks) == 1)
        if outcome is not None and event.name not in outcome.exempt_calls:
            _report(handler, report, event, outcome)


def _report(handler: Handler, report: Report, event: Concurrent, outcome: Consequence) -> None:
    message = outcome.said(is_sync=handler.is_sync, call=f"`{called(event.site.node)}`")
    finding = report.add(outcome.level or Level.ERROR, event.site, message).label("starts steps at once")
    for step in list(steps_run([event]))[:4]:
        finding.step(step.site, f"{step_label(step)} is started here")
    awaits = "`await` the steps" if handler.context.color is Color.ASYNC else "run the steps"
    finding.help(outcome.help or f"{awaits} one after the other, or do the work concurrently inside one step")
    if event.kind is Concurrency.TOGETHER and event.name.endswith(".gather"):
        finding.fix(_fix(event.site))


def _fix(site: Site) -> FixDraft:
    return keeps("await the steps one after the other", lambda rewrite: rewrite.await_sequentially(site))


def _outcome(
    profile: Profile, event: Concurrent, branches: Branches, *, is_only_task: bool
) -> Consequence | None:
    """Return what comes of starting things at once; `None` where that works, or no step is among them."""
    outcomes, steps, task = profile.consequences, _with_steps(event), event.task
    match event.kind:
        case Concurrency.DURABLE if steps > 1 or (steps and event.many):
            return _of_durable(profile, branches)
        case Concurrency.TOGETHER if steps > 1 or (steps and event.many):
            if outcomes.race is not None and event.name.endswith(".race"):
                return outcomes.race_with_wait if any(map(only_waits, branches)) else outcomes.race
            if outcomes.first is not None and (event.first_wins or event.name.endswith(".as_completed")):
                return outcomes.first
            return _of_branches(outcomes, branches) or outcomes.together
        case Concurrency.TOGETHER if steps and len(event.branches) > 1:
            return outcomes.beside
        case Concurrency.GROUP if steps:
            overlaps = task is not None and (task.overlaps or bool(task.loops))
            return outcomes.group or (_of_branches(outcomes, branches) if overlaps else None)
        case Concurrency.POOL if steps:
            return outcomes.pool
        case Concurrency.TASK if steps and task is not None and not task.together:
            if not task.awaited:
                return outcomes.task_left
            if task.overlaps and (found := _of_branches(outcomes, branches)):
                return found
            return outcomes.task_beside if task.overlaps or not is_only_task else None
        case _:
            return None


def _of_durable(profile: Profile, branches: Branches) -> Consequence | None:
    """Return what comes of branches that do not run as the engine runs others side by side."""
    outcomes, suspend = profile.consequences, profile.suspend
    running = [branch for branch in branches if runs_step(branch)]
    if outcomes.hidden is not None and suspend is not None and any(hides(each, suspend) for each in running):
        return outcomes.hidden
    if outcomes.queued is not None and any(map(is_queued, running)):
        return outcomes.queued
    is_uneven = outcomes.uneven is not None and any(map(waits_first, running))
    return outcomes.uneven if is_uneven else None


def _of_branches(outcomes: Consequences, branches: Branches) -> Consequence | None:
    """Return what comes of branches whose steps need not come in the same order again."""
    if outcomes.branches is not None and any(map(runs_several, branches)):
        return outcomes.branches
    return outcomes.late if any(runs_step(each) and waits_first(each) for each in branches) else None


def _with_steps(event: Concurrent) -> int:
    """Return how many of the things that are started run steps."""
    tasks = sum(1 for task in event.tasks if task.runs_steps)
    return tasks + sum(1 for branch in event.branches if runs_step(branch))
