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

## Options

`step-timeout`: the seconds that the platform gives a request, 60 by default.

## Fix safety

Where the waiting may end is for you to say: with `context.sleep` between steps, with `context.call` for slow requests, or in another
service that starts a run when it is done.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.taint import Path, Site
from wflint.effects import Effect
from wflint.engines.replay import ReplayTrigger
from wflint.findings import Level
from wflint.ir import nodes as ir
from wflint.ir.spelling import called
from wflint.model.handler import Handler, chain_of
from wflint.rules._rule import Draft, Rule, chain_notes, handler_note
from wflint.trace.events import EffectCall, SummarizedEffect

RULE = Rule(
    code="WF609",
    summary="A step waits longer than the platform may let it",
    level=Level.WARNING,
    applies=lambda engine: engine.replay.when is ReplayTrigger.EACH_STEP,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find long waits in step functions."""
    limit = handler.settings.step_timeout
    told: set[Site] = set()
    for event, outer in handler.trail:
        call = event.effect if isinstance(event, SummarizedEffect) else event
        if not isinstance(call, EffectCall) or call.step is None:
            continue
        chain = chain_of(call.path, call.step, len(outer))
        message = _message(call, limit)
        if message and chain[0] not in told:
            told.add(chain[0])
            yield _draft(handler, call, chain, message)


def _message(call: EffectCall, limit: int) -> str:
    what, seconds = called(call.site.node), call.seconds
    if seconds is not None and seconds > limit:
        does = "sleeps" if call.row.effect is Effect.SLEEP else "may take"
        return f"`{what}` {does} {_number(seconds)} seconds inside a step, and the platform may end the request after {limit}"
    if call.row.effect is not Effect.SLEEP or seconds == 0 or call.step is None:
        return ""
    for loop in call.loops[len(call.step.frame.loops) :]:
        rounds = _rounds(loop.loop.node)
        if rounds is None:
            return (
                f"`{what}` waits inside a step until something has happened, however long that takes; "
                f"the platform may end the request after {limit} seconds"
            )
        if rounds and seconds is not None and rounds * seconds > limit:
            total = _number(rounds * seconds)
            return f"`{what}` sleeps {total} seconds in all inside a step, and the platform may end the request after {limit}"
    return ""


def _rounds(node: ir.Node) -> int | None:
    """How often a loop goes round: `None` if until something has happened, 0 if that is not known."""
    match node:
        case ir.While(test=ir.Operation(op="<" | "<=" | ">" | ">=", operands=operands)):
            # `attempt < 3` counts, `time.monotonic() < deadline` waits.
            return 0 if any(isinstance(each, ir.Literal) for each in operands) else None
        case ir.While():
            return None
        case ir.For(
            iterable=ir.Call(
                func=ir.Name(id="range"), args=(ir.Argument(value=ir.Literal(value=int(count))),)
            )
        ):
            return count
        case _:
            return 0


def _number(seconds: float) -> str:
    return f"{seconds:g}"


def _draft(handler: Handler, call: EffectCall, chain: Path, message: str) -> Draft:
    story = (handler_note(handler), *chain_notes(chain, "it waits here"))
    if call.row.effect is Effect.SLEEP:
        help_ = (
            "wait between steps: `context.sleep`, and a step of its own for each look at what is waited for"
        )
    else:
        help_ = "let `context.call` make slow requests, or start the work in one step and look for its result in later ones"
    return Draft(Level.WARNING, message, chain[0], "held open meanwhile", story, help_)
