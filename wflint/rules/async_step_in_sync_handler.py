"""# async-step-in-sync-handler

## What it does

Finds step functions of a sync context that give a coroutine: an `async def`, or a function or lambda that calls one.

## Why it breaks on replay

A sync context does not await. The function's body never runs; what it gives is a coroutine, so the step fails with
"TypeError: Object of type coroutine is not JSON serializable" at each attempt, and the run fails.

## Example

```python
@serve.route("/orders")
def orders(context: WorkflowContext[dict]) -> None:
    async def charge() -> str:
        return "charged"

    context.run("charge", charge)
```

## Use instead

```python
@serve.route("/orders")
def orders(context: WorkflowContext[dict]) -> None:
    async def charge() -> str:
        return "charged"

    context.run("charge", lambda: asyncio.run(charge()))
```

## Fix safety

`asyncio.run` does for the first time what the code says. Runs in flight could never get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.callables import callee
from wflint.domain.steps import StepCall
from wflint.domain.taint import Site
from wflint.domain.values import Actual, Closure
from wflint.engines.replay import Awaited
from wflint.findings import Level, Role
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, FixDraft, Note, Rule, handler_note, keeps
from wflint.trace.events import EffectCall, Event, InlinedCall

RULE = Rule(
    code="WF306",
    summary="A sync handler is given an async step function",
    level=Level.ERROR,
    applies=lambda engine: bool(engine.codec.coroutine),
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find step functions whose coroutine nobody awaits."""
    if handler.has_wrong_color:
        return
    for step in handler.steps:
        actual = step.function
        if actual is None or actual.node is None or _is_awaited(step, actual):
            continue
        if step.gives_coroutine or _gives_awaitable(step):
            site = step.frame.site(actual.node)
            yield Draft(
                Level.ERROR,
                f"The function of {handler.label(step)} gives a coroutine that nobody awaits: "
                f"{step.context.profile.codec.coroutine}",
                site,
                "never awaited",
                (handler_note(handler), *_definition(actual.value.only)),
                f"run it to its end: `lambda: asyncio.run({_call(actual.node)})`",
                fix=_fix(site),
            )


def _is_awaited(step: StepCall, function: Actual) -> bool:
    """Whether the SDK awaits the coroutine that a step's function gives."""
    if step.context.profile.codec.awaited is Awaited.IN_ASYNC_HANDLERS:
        return step.is_async
    known = [callee(ref) for ref in function.value.alternatives]
    return any(closure is None or closure.function.is_async for closure in known)


def _fix(site: Site) -> FixDraft:
    return keeps("run it to its end", lambda rewrite: rewrite.wrap_in_asyncio_run(site))


def _gives_awaitable(step: StepCall) -> bool:
    """Whether the function returns what an external async function gives."""
    nodes = {returned.node for returned in step.returned}
    return any(event.row.awaitable and event.site.node in nodes for event in _own_calls(step.body))


def _own_calls(events: list[Event]) -> Iterator[EffectCall]:
    for event in events:
        if isinstance(event, EffectCall):
            yield event
        elif isinstance(event, InlinedCall):
            yield from _own_calls(event.body)


def _definition(ref: object) -> Iterator[Note]:
    if isinstance(ref, Closure) and ref.function.is_async:
        function = ref.function
        site = Site(ref.module, function, function.outermost)
        yield Note(site, f"`{function.name}` is async", Role.CAUSE)


def _call(node: ir.Expr) -> str:
    return "..." if isinstance(node, ir.Lambda) else f"{spelled(node)}()"
