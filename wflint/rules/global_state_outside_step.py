"""# global-state-outside-step

## What it does

Finds state that a process keeps and code changes while it runs, where a handler reads or changes it outside a step: module-level
variables (counters, caches, lists, iterators), and attributes of objects and classes that live in a module. Locks, clients and
connections are not state.

## Why it breaks on replay

The handler runs again from the top on every delivery, so a counter in it counts each pass, several for one run. And the
next delivery may be answered by another process, in which the state starts again. A cache that decides whether the step which fills it
runs is full where the step is replayed: the step is left out, and the run dies.

It is an error where the state decides which steps run or is part of a step's name, a warning where it grows with every pass, where
a step has left it there, or where several steps see it; else an info.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    SEEN.append(context.request_payload["id"])
    await context.run("charge", lambda: charge(len(SEEN)))
```

```typescript
const seen: string[] = [];

export const { POST } = serve<{ id: string }>(async (context) => {
  seen.push(context.requestPayload.id);
  await context.run("charge", () => charge(seen.length));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order_id = context.request_payload["id"]
    await context.run("charge", lambda: charge(order_id))
```

```typescript
export const { POST } = serve<{ id: string }>(async (context) => {
  const { id } = context.requestPayload;
  await context.run("charge", () => charge(id));
});
```
"""

from __future__ import annotations

from wflint.rules._families.sinks import consequence_with_names, sink_notes
from wflint.rules.api import (
    Access,
    Const,
    Effect,
    EffectKind,
    Flow,
    Handler,
    KeptBy,
    Level,
    Report,
    Rule,
    Sink,
    SinkSummary,
    Site,
    below,
    called,
    replayed_effects,
    spelled,
)

RULE = Rule(
    code="WF106",
    summary="A handler depends on state of its process",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.varies("global"),
)


def check(handler: Handler, report: Report) -> None:
    """Report state of the process that replayed code reads or changes; each variable once."""
    for name, effects in _by_variable(handler).items():
        sinks = _sinks(handler, effects)
        if _is_of_clients(handler, name, effects) and not sinks.decides:
            continue
        level = _level(handler, name, effects, sinks)
        effect = _told(handler, effects)
        through = f" (used by `{called(effect.anchor.node)}`)" if len(effect.chain) > 1 else ""
        message = f"`{name}` {_happens(handler, effect)}{through}{consequence_with_names(handler, sinks)}"
        finding = report.add(level, effect.anchor, message)
        finding.label(f"not the same in each {handler.profile.replay.one}")
        finding.chain(effect.chain, "it is used here").notes(sink_notes(sinks, with_names=True))
        finding.help("keep what a run needs in the results of its steps")


def _by_variable(handler: Handler) -> dict[str, list[Effect]]:
    """Return the effects on state, by how the code spells what is read or changed."""
    found: dict[str, list[Effect]] = {}
    for effect in replayed_effects(handler, EffectKind.GLOBAL):
        name = effect.call.name if effect.is_state else spelled(effect.call.site.node)
        found.setdefault(name, []).append(effect)
    return found


def _is_of_clients(handler: Handler, name: str, effects: list[Effect]) -> bool:
    """Return whether a variable holds what is made when it is needed, at no cost, and has no data of its own: a client."""
    made = (other for other in handler.effects if other.is_side_effect and not other.is_state)
    costly = {other.anchor for other in made if other.call.kept_by is KeptBy.STATE}
    return all(
        effect.is_cache
        and effect.anchor not in costly
        and not handler.keeps_data(effect.call.site.module, name)
        for effect in effects
    )


def _told(handler: Handler, effects: list[Effect]) -> Effect:
    """Return the effect to report: the first change, or look, of which something comes."""

    def matters(effect: Effect) -> bool:
        sinks = handler.sinks_of(effect)
        return effect.call.access is Access.WRITE or bool(sinks.decides or sinks.names or sinks.steps)

    return next(filter(matters, effects), effects[0])


def _sinks(handler: Handler, effects: list[Effect]) -> SinkSummary:
    """Return what the variable reaches, wherever it is read."""
    sinks = SinkSummary()
    for effect in effects:
        sinks = sinks.joined(handler.sinks_of(effect))
    if all(effect.is_cache for effect in effects):
        # Once it is made it stays: only whether it is there yet differs.
        sinks.decides[:] = [flow for flow in sinks.decides if _asks_directly(handler, flow)]
    return sinks


def _asks_directly(handler: Handler, flow: Flow) -> bool:
    """Return whether a condition looks at the variable itself, not at what was made of its value."""
    *calls, read = flow.source.path
    asked = {id(node) for node, _ in below(flow.site.node)}
    if flow.sink not in (Sink.BRANCH, Sink.ARM):
        return False
    return id(read.node) in asked or any(id(call.node) in asked and _answers(handler, call) for call in calls)


def _answers(handler: Handler, call: Site) -> bool:
    """Return whether a call gives nothing but constants, as a function does that only says whether something is there."""
    returned = handler.facts.results.get(call.node, ())
    return bool(returned) and all(each.value.always(lambda ref: isinstance(ref, Const)) for each in returned)


def _level(handler: Handler, name: str, effects: list[Effect], sinks: SinkSummary) -> Level:
    """Return an error where steps or names depend on it, a warning where its value is another one in each pass."""
    if all(effect.call.kept_by is not None for effect in effects):
        return Level.INFO  # whatever is changed there, is once in each process
    is_cache = all(effect.is_cache for effect in effects)
    if sinks.decides or (sinks.names and not is_cache):
        return Level.ERROR
    if any(effect.accumulates for effect in effects):
        return Level.WARNING
    is_filled_by_step = name in handler.facts.filled_by_steps or any(
        each.is_state and each.call.step is not None and each.call.name == name for each in handler.effects
    )
    changes = any(effect.call.access is Access.WRITE for effect in effects)
    if not is_cache and (is_filled_by_step or (changes and sinks.is_shared)):
        return Level.WARNING
    return Level.INFO


def _happens(handler: Handler, effect: Effect) -> str:
    """Return what happens to a variable, after its name."""
    replay = handler.profile.replay
    if effect.call.kept_by is not None and effect.call.access is Access.WRITE:
        return "is changed again in each process"
    if effect.is_cache:
        return "stays in the process that made it, so another process does not find it"
    if effect.call.access is Access.WRITE:
        return f"is changed again {replay.every}, and each process has a copy of its own"
    return f"is changed while the process runs, so each {replay.one} may find a different value in it"
