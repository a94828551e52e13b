"""# long-step

## What it does

Finds waiting inside a step: a sleep or timeout above `step-timeout` seconds, and loops that sleep until something has happened.

## Why it breaks on replay

A step runs within one request, and platforms end requests: serverless ones after 10 to 60 seconds, many proxies after 60. The step then
fails without a result, is delivered again and starts from the beginning, until the retries are used up. All that time the
function is held open and paid for. Between steps the engine waits, for free and for as long as needed.

## Example

```python
async def wait_for_export(export: str) -> str:
    while not await is_ready(export):
        await asyncio.sleep(5)
    return export

@serve.post("/exports")
async def exports(context: AsyncWorkflowContext[dict]) -> None:
    export = await context.run("start", start_export)
    await context.run("wait", lambda: wait_for_export(export))
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("wait-for-settlement", async () => {
    await delay(300_000);
    return charge();
  });
});
```

## Use instead

```python
@serve.post("/exports")
async def exports(context: AsyncWorkflowContext[dict]) -> None:
    export = await context.run("start", start_export)
    polls = 0
    while not await context.run(f"is-ready-{polls}", lambda: is_ready(export)):
        await context.sleep(f"wait-{polls}", 5)
        polls += 1
```

```typescript
export const { POST } = serve(async (context) => {
  await context.sleep("wait-for-settlement", 300);
  await context.run("charge", () => charge());
});
```

## Options

`step-timeout`: the seconds that the platform gives a request, 60 by default.

## Fix safety

You decide where the waiting may end: with `context.sleep` between steps, with `context.call` for slow requests, or in another
service that starts a run when it is done.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from wflint.rules.api import (
    EffectCall,
    EffectKind,
    Handler,
    Level,
    ReplayTrigger,
    Report,
    Rule,
    Site,
    StepCall,
    SummarizedEffect,
    called,
    chain_of,
    ir,
    spelled,
    walk_nodes,
)

_MILLISECONDS = frozenset({"Date.now", "performance.now"})

RULE = Rule(
    code="WF609",
    summary="A step waits longer than the platform may let it",
    level=Level.WARNING,
    holds_for=lambda engine: engine.replay.when is ReplayTrigger.EACH_STEP and engine.replay.bounds_steps,
)


def check(handler: Handler, report: Report) -> None:
    """Report long waits in step functions."""
    limit = _limit(handler)
    for event, outer in handler.trail:
        call = event.effect if isinstance(event, SummarizedEffect) else event
        if not isinstance(call, EffectCall) or call.step is None:
            continue
        message = _message(call, call.step, limit)
        if message:
            chain = chain_of(call.path, call.step, len(outer))
            finding = report.warning(chain[0], message).label("blocks the function meanwhile")
            finding.chain(chain, "it waits here").help(_help(handler, call))


def _limit(handler: Handler) -> int:
    """Return the seconds after which the platform ends a request, as the handler's module or the configuration says."""
    variable, registration = handler.profile.registration.limit_variable, handler.registration
    if registration is None or not variable:
        return handler.deployment.step_timeout
    said = handler.globals_of(registration.registered_by.site.module).names.get(variable)
    known = said.constant.value if said is not None and said.constant is not None else None
    return known if isinstance(known, int) and known > 0 else handler.deployment.step_timeout


def _message(call: EffectCall, step: StepCall, limit: int) -> str:
    """Return what happens where a call waits longer than a step may; empty where it does not."""
    what, seconds = called(call.site.node), call.seconds
    if seconds is not None and seconds > limit:
        does = "sleeps" if call.row.effect is EffectKind.SLEEP else "may take"
        return (
            f"`{what}` {does} {seconds:g} seconds inside a step, "
            f"and the platform may end the request after {limit}"
        )
    if call.row.effect is not EffectKind.SLEEP or seconds == 0:
        return ""
    for loop in call.loops[len(step.loops) :]:
        until = _deadline(loop.loop)
        if until is not None and until > limit:
            return f"`{what}` may wait {until:g} seconds inside a step, and the platform may end the request after {limit}"
        known = 0 if _is_retry(loop.loop.node, call.site.node) else loop.rounds
        rounds = known if known is not None else _rounds(loop.loop.node)
        if rounds is None:
            return (
                f"`{what}` waits inside a step until something has happened, however long that takes; "
                f"the platform may end the request after {limit} seconds"
            )
        if rounds and seconds is not None and rounds * seconds > limit:
            return (
                f"`{what}` sleeps {rounds * seconds:g} seconds in all inside a step, "
                f"and the platform may end the request after {limit}"
            )
    return ""


def _is_retry(loop: ir.Node, sleep: ir.Node) -> bool:
    """Return whether a sleep is the pause before another attempt, in a clause that gives up with an exception some time."""
    for node in walk_nodes(loop, into_functions=False):
        if isinstance(node, ir.Except):
            inside = list(walk_nodes(node.body, into_functions=False))
            if any(each is sleep for each in inside) and any(isinstance(each, ir.Raise) for each in inside):
                return True
    return False


def _rounds(node: ir.Node) -> int | None:
    """Return how often a loop goes round: `None` if until something has happened, 0 if that is not known."""
    match node:
        case ir.While():
            # `attempt < 3` counts, and `time.monotonic() < deadline` ends some time.
            ends = any(_compares(each) for each in _conditions(node.test)) or _is_left_some_time(node)
            return 0 if ends else None
        case ir.For(
            iterable=ir.Call(
                func=ir.Name(id="range"), args=(ir.Argument(value=ir.Literal(value=int(count))),)
            )
        ):
            return count
        case _:
            return 0


def _conditions(test: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the conditions that all have to hold."""
    if isinstance(test, ir.Operation) and test.op == "and":
        for operand in test.operands:
            yield from _conditions(operand)
    else:
        yield test


def _is_left_some_time(loop: ir.While) -> bool:
    """Return whether a round leaves a loop that has gone on for long enough: `if attempt > 3: break`."""
    guards = (each for each in walk_nodes(loop.body, into_functions=False) if isinstance(each, ir.If))
    return any(
        any(map(_compares, walk_nodes(guard.test, into_functions=False)))
        and any(map(_leaves, guard.body.statements[-1:]))
        for guard in guards
    )


def _leaves(statement: ir.Statement) -> bool:
    is_break = isinstance(statement, ir.Jump) and statement.kind == "break"
    return is_break or isinstance(statement, (ir.Raise, ir.Return))


def _compares(test: ir.Node) -> bool:
    return isinstance(test, ir.Operation) and test.op in ("<", "<=", ">", ">=")


def _deadline(loop: Site) -> float | None:
    """Return the seconds after which a loop ends that looks at the clock; `None` where the code does not say it."""
    if not isinstance(loop.node, ir.While):
        return None
    found = (_seconds_until(each, loop.module.body.block) for each in _conditions(loop.node.test))
    return min((seconds for seconds in found if seconds is not None), default=None)


def _seconds_until(test: ir.Expr, body: ir.Block) -> float | None:
    """Return the seconds for which a condition holds that looks at the clock; `None` where the code does not say it.

    `deadline = time.time() + 600` says it for `time.time() < deadline`, as does `time.time() - start < 600`.
    """
    match test:
        case ir.Operation(op="<" | "<=", operands=(ir.Call() as clock, ir.Name(id=name))):
            match _assigned(name, body):
                case ir.Operation(op="+", operands=(ir.Call(), added)):
                    wait = _constant(added, body)
                case _:
                    wait = None
        case ir.Operation(
            op="<" | "<=", operands=(ir.Operation(op="-", operands=(ir.Call() as clock, _)), most)
        ):
            wait = _constant(most, body)
        case _:
            return None
    # JavaScript's clocks count milliseconds.
    return wait / 1000 if wait is not None and spelled(clock.func) in _MILLISECONDS else wait


def _assigned(name: str, body: ir.Block) -> ir.Expr | None:
    """Return what a variable is assigned in a module, where that is one thing."""
    found = [
        each.value
        for each in walk_nodes(body)
        if isinstance(each, ir.Assign)
        and any(isinstance(target, ir.Name) and target.id == name for target in each.targets)
    ]
    return found[0] if len(found) == 1 else None


def _constant(node: ir.Expr, body: ir.Block, depth: int = 4) -> float | None:
    """Return the number that code writes out: `600`, `10 * 60`, a variable that is one of them."""
    match node:
        case ir.Literal(value=int() | float() as number):
            return number
        case ir.Operation(op="*", operands=operands):
            factors = [_constant(each, body, depth) for each in operands]
            known = [each for each in factors if each is not None]
            return math.prod(known) if len(known) == len(factors) else None
        case ir.Name(id=name) if depth and (value := _assigned(name, body)) is not None:
            return _constant(value, body, depth - 1)
        case _:
            return None


def _help(handler: Handler, call: EffectCall) -> str:
    if call.row.effect is EffectKind.SLEEP:
        sleep = f"{handler.profile.new_step.example}.sleep"
        return f"wait between steps: `{sleep}`, and a step of its own for each look at what is waited for"
    start = "start the work in one step and look for its result in later ones"
    return f"let `context.call` make slow requests, or {start}" if handler.profile.calls else start
