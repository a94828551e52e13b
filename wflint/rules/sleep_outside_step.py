"""# sleep-outside-step

## What it does

Finds `time.sleep()` and `asyncio.sleep()` outside a step, in the handler or in any function that it calls, and waits for an event, a
queue or a condition of the process, which another process never sees happen.

## Why it breaks on replay

The handler runs again from the top on every delivery, and sleeps again each time: a sleep before the only step runs five times.
The function is kept open, and billed, all the while, and a long sleep runs into its timeout. A step such as
`context.sleep` instead ends the delivery and lets the next one come when the time is over.

## Example

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-welcome", send_welcome)
    await asyncio.sleep(60)
    await context.run("send-tips", send_tips)
```

## Use instead

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-welcome", send_welcome)
    await context.sleep("wait-for-tips", 60)
    await context.run("send-tips", send_tips)
```

## Fix safety

Sleeping in a step is safe for new runs. It adds a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.types import type_name
from wflint.effects import Effect as Kind
from wflint.engines.replay import ReplayTrigger
from wflint.findings import Level
from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.model.parts import Effect
from wflint.rules._rule import Draft, FixDraft, Rule, breaks, chain_notes, handler_note

RULE = Rule(code="WF205", summary="The handler sleeps outside a step", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find sleeps in replayed code."""
    told: set[object] = set()
    for effect in handler.effects:
        if effect.call.row.effect is Kind.SLEEP and effect.call.step is None and effect.anchor not in told:
            if not _yields_only(effect):
                told.add(effect.anchor)
                yield _draft(handler, effect)


def _yields_only(effect: Effect) -> bool:
    """`asyncio.sleep(0)` only lets other tasks run."""
    first = effect.call.arguments[0].value.constant if effect.call.arguments else None
    return first is not None and first.value == 0


def _draft(handler: Handler, effect: Effect) -> Draft:
    call = called(effect.anchor.node)
    replay = handler.profile.replay
    message = f"`{call}` sleeps again {replay.every}, and keeps the function open meanwhile"
    if not effect.call.name.endswith("sleep"):
        return _waits(handler, effect, call)
    notes = (handler_note(handler), *chain_notes(effect.chain, "the sleep is here"))
    does = (
        "is recorded" if replay.when is ReplayTrigger.RECOVERY else f"ends the {replay.one} and costs nothing"
    )
    help_ = f"sleep in a step: `{handler.sleep_example('wait', '60')}` {does}"
    fix = _fix(handler, effect) if len(effect.chain) == 1 else None
    level = Level.WARNING if replay.when is ReplayTrigger.RECOVERY else Level.ERROR
    return Draft(level, message, effect.anchor, "sleeps here each time", notes, help_, fix=fix)


def _waits(handler: Handler, effect: Effect, call: str) -> Draft:
    """A wait for something in the process, which may be another one each time."""
    replay = handler.profile.replay
    return Draft(
        Level.WARNING if replay.when is ReplayTrigger.RECOVERY else Level.ERROR,
        f"`{call}` waits again {replay.every} for something in its process, which may never happen in another one",
        effect.anchor,
        "waits here each time",
        (handler_note(handler), *chain_notes(effect.chain, "the wait is here")),
        "wait for what the engine records, or do all of it in one step",
    )


def _fix(handler: Handler, effect: Effect) -> FixDraft:
    seconds = next(iter((*effect.call.arguments, *effect.call.keywords.values())), None)
    alternatives = seconds.value.alternatives if seconds is not None else ()
    is_whole = bool(alternatives) and all(type_name(ref) == "builtins.int" for ref in alternatives)
    repeats = handler.is_repeated(effect.call.path, len(effect.call.path) - 1)
    return breaks(
        "sleep in a step",
        lambda rewrite: rewrite.sleep_in_step(
            effect.anchor, handler.writer, is_whole=is_whole, repeats=repeats
        ),
    )
