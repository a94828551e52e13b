"""# step-called-early

## What it does

Finds steps that are given the result of a call, or a coroutine, instead of a function: `context.run("a", fn())`. The same goes for
coroutines, or single functions, where an engine takes a tuple of functions whose steps it runs at once.

## Why it breaks on replay

The call runs before the step does, outside of it, on every delivery. Its result is no function, so the step then fails
with "TypeError: ... object is not callable", again with every retry, and the run fails.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge(42))
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", lambda: charge(42))
```

## Fix safety

Passing the function is safe, and runs in flight could never get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.taint import Site
from wflint.domain.values import UNKNOWN, Actual, Closure, Collection, Const, Coroutine, Pending, Value
from wflint.findings import Level
from wflint.ir import nodes as ir
from wflint.ir.spelling import called, spelled
from wflint.model.handler import Handler, is_called_early
from wflint.rules._rule import Draft, FixDraft, Rule, handler_note, keeps
from wflint.serialization.json_check import coroutines

RULE = Rule(code="WF304", summary="A step is given a result instead of a function", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find function arguments that can never be called."""
    yield from _coroutines_together(handler)
    for step in handler.steps:
        actual = step.function
        if actual is None or actual.node is None or not is_called_early(step):
            continue
        label = handler.label(step)
        spelling = spelled(actual.node)
        if any(coroutines(actual.value)):
            message = f"{label} is given a coroutine, so it fails with `'coroutine' object is not callable`"
        else:
            kind = _type(actual.value.only)
            failure = f" with `'{kind}' object is not callable`" if kind else ": a result cannot be called"
            message = f"`{spelling}()` runs outside {label} {handler.profile.replay.every}, and the step then fails{failure}"
        call = actual.node.value if isinstance(actual.node, ir.Await) else actual.node
        takes = isinstance(call, ir.Call) and call.args
        instead = f"lambda: {spelling}(...)" if takes else spelling
        site = step.frame.site(actual.node)
        yield Draft(
            Level.ERROR,
            message,
            site,
            "called here, not in the step",
            (handler_note(handler),),
            f"pass the function: `{instead}`",
            fix=_fix(site),
        )


def _coroutines_together(handler: Handler) -> Iterator[Draft]:
    """Coroutines where the engine wants functions whose steps it runs at once."""
    for step in handler.started:
        given = step.arguments.get(step.method.branches or "")
        takes_many = step.method.branches is not None and step.method.parameters[0] == step.method.branches
        if takes_many and given and given.node is not None and isinstance(given.value.only, Closure):
            yield Draft(
                Level.ERROR,
                f"`{called(step.site.node)}` takes several functions as one argument and fails with "
                "`TypeError: 'function' object is not iterable`",
                step.frame.site(given.node),
                "not in a tuple",
                (handler_note(handler),),
                "put the functions into a tuple",
            )
        for node in _given_coroutines(handler, given) if given is not None else ():
            yield Draft(
                Level.ERROR,
                f"`{called(step.site.node)}` is given a coroutine and fails with `'coroutine' object is not callable`",
                step.frame.site(node),
                "called here, not by the engine",
                (handler_note(handler),),
                f"pass functions: `lambda: {called(node)}`",
            )


def _given_coroutines(handler: Handler, given: Actual) -> list[ir.Expr]:
    """The expressions of a container that give coroutines, or the container where they are not written out."""
    if isinstance(given.node, ir.Container):
        return [node for node in given.node.items if _are_coroutines(handler.facts.values.get(node, UNKNOWN))]
    held = [ref for ref in given.value.alternatives if isinstance(ref, Collection)]
    elements = [element for collection in held for element in collection.elements()]
    return [given.node] if given.node is not None and any(map(_are_coroutines, elements)) else []


def _are_coroutines(value: Value) -> bool:
    return bool(value.alternatives) and all(
        isinstance(ref, (Pending, Coroutine)) for ref in value.alternatives
    )


def _fix(site: Site) -> FixDraft:
    return keeps("pass the function itself", lambda rewrite: rewrite.pass_callable(site))


def _type(ref: object) -> str:
    return ref.type if isinstance(ref, Const) else ""
