"""# sleep-outside-step

## What it does

Finds `time.sleep()` and `asyncio.sleep()` outside a step, in the handler or in any function that it calls, and waits for an event, a
queue or a condition of the process, which another process never sees happen. In TypeScript it finds timers that are awaited: a promise that
`setTimeout` resolves, and `node:timers/promises`.

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

```typescript
export const { POST } = serve(async (context) => {
  await context.run("send-welcome", () => sendWelcome());
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  await context.run("send-tips", () => sendTips());
});
```

## Use instead

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-welcome", send_welcome)
    await context.sleep("wait-for-tips", 60)
    await context.run("send-tips", send_tips)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("send-welcome", () => sendWelcome());
  await context.sleep("wait-for-tips", 60);
  await context.run("send-tips", () => sendTips());
});
```

## Fix safety

Sleeping in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by name. It
is *unsafe* in a loop whose rounds may differ between passes, after a side effect that stays outside steps, which the new step would
repeat, and after something unknown that is awaited outside steps: it is done again, and may need the time again.
"""

from __future__ import annotations

from wflint.rules.api import (
    Closure,
    DurationUnit,
    Effect,
    EffectKind,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Replay,
    ReplayTrigger,
    Report,
    Rule,
    StepExecuted,
    UnknownAwait,
    breaks,
    called,
    ir,
    is_caused_in_loop,
    replayed_effects,
    sleep_method,
    spelled,
    type_name,
    value_of,
    walk_nodes,
)

RULE = Rule(
    code="WF205",
    summary="The handler sleeps outside a step",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: engine.allows("sleep"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_TIMERS = frozenset({"setTimeout"})
_CALL_AND_SLEEP, _FUNCTION_AND_DELAY = 2, 2


def check(handler: Handler, report: Report) -> None:
    """Report sleeps in replayed code, and waits for something in the process."""
    is_recovery = handler.profile.replay.when is ReplayTrigger.RECOVERY
    for effect in replayed_effects(handler, EffectKind.SLEEP):
        if _yields_only(effect):
            continue
        is_sleep = effect.call.name.endswith("sleep") or effect.call.row.unit is DurationUnit.MILLISECONDS
        message = _message(handler.profile.replay, effect, is_sleep=is_sleep)
        finding = report.add(Level.WARNING if is_recovery else Level.ERROR, effect.anchor, message)
        if is_sleep:
            finding.label("sleeps here each time").chain(effect.chain, "the sleep is here")
            is_fixable = len(effect.chain) == 1 or _only_sleeps(handler, effect)
            fix = _fix(handler, effect) if is_fixable else None
            finding.help(_help(handler)).fix(fix.unsafe() if fix and _gives_time(handler, effect) else fix)
        else:
            # It may be waiting for another thing each time.
            finding.label("waits here each time").chain(effect.chain, "the wait is here")
            finding.help("wait for what the engine records, or do all of it in one step")


def _yields_only(effect: Effect) -> bool:
    """Return whether it is `asyncio.sleep(0)`, which only lets other tasks run."""
    first = effect.call.arguments[0].value.constant if effect.call.arguments else None
    return first is not None and first.value == 0


def _gives_time(handler: Handler, effect: Effect) -> bool:
    """Return whether something unknown was awaited since the last step: it is done again, and may need the time again."""
    is_awaited = False
    for event in handler.replayed:
        if event is effect.call:
            break
        if isinstance(event, StepExecuted):
            is_awaited = False
        elif isinstance(event, UnknownAwait):
            is_awaited = is_awaited or event.step is None
    return is_awaited


def _only_sleeps(handler: Handler, effect: Effect) -> bool:
    """Return whether what is called does no more than to sleep as long as its only argument says, in the timer's unit."""
    call = effect.anchor.node
    if effect.call.row.unit is not DurationUnit.MILLISECONDS or len(effect.chain) != _CALL_AND_SLEEP:
        return False
    closure = value_of(handler, call.func).only if isinstance(call, ir.Call) else None
    if not isinstance(closure, Closure) or not isinstance(call, ir.Call) or len(call.args) != 1:
        return False
    function = closure.function
    calls = [node for node in walk_nodes(function.body.block) if isinstance(node, ir.Call)]
    timers = [node for node in calls if spelled(node.func) in _TIMERS]
    delays = [node.args[1].value for node in timers if len(node.args) == _FUNCTION_AND_DELAY]
    resolves = [node for node in calls if not node.args and isinstance(node.func, ir.Name)]
    is_all = len(calls) == len(timers) + len(resolves) + 1  # the promise
    first = function.parameters[0].name if function.parameters else ""
    return is_all and [each.id if isinstance(each, ir.Name) else "" for each in delays] == [first]


def _message(replay: Replay, effect: Effect, *, is_sleep: bool) -> str:
    call = called(effect.anchor.node)
    if is_sleep:
        return f"`{call}` sleeps again {replay.every}, and blocks the function while it waits"
    return (
        f"`{call}` waits again {replay.every} for something in its process, "
        "which may never happen in another one"
    )


def _help(handler: Handler) -> str:
    replay = handler.profile.replay
    is_recovery = replay.when is ReplayTrigger.RECOVERY
    does = "is recorded" if is_recovery else f"ends the {replay.one} and costs nothing"
    return f"sleep in a step: {sleep_method(handler)} {does}"


def _fix(handler: Handler, effect: Effect) -> FixDraft:
    seconds = next(iter((*effect.call.arguments, *effect.call.keywords.values())), None)
    is_whole = seconds is not None and seconds.value.always(lambda ref: type_name(ref) == "builtins.int")
    repeats = is_caused_in_loop(handler, effect)
    return breaks(
        "sleep in a step",
        lambda rewrite: rewrite.sleep_in_step(
            effect.anchor, handler.writer, is_whole=is_whole, repeats=repeats
        ),
    )
