"""# unordered-iteration

## What it does

Finds loops, comprehensions and `pop()` whose order is not the same in every process, where that order decides the order of steps,
their names or their arguments: over sets and frozensets, the results of set algebra, `os.listdir()`, `glob` and `Path.iterdir()`. Sets of
small integers always have the same order; `sorted(...)` gives any of them one. With an engine that finds steps by their names, so does a
name that is made of the item.

## Why it breaks on replay

Python seeds the hash of text anew in each process, so each delivery may go through the same set in another order. The run dies
with "Incompatible step name", or, where the rounds share a name, a round gets the result of another one. In one development process
the order never changes, so nothing shows.

## Example

```python
@serve.post("/tags")
async def tags(context: AsyncWorkflowContext[dict]) -> None:
    for tag in set(context.request_payload["tags"]):
        await context.run(f"index-{tag}", lambda: index(tag))
    await context.run("publish", publish)
```

## Use instead

```python
@serve.post("/tags")
async def tags(context: AsyncWorkflowContext[dict]) -> None:
    for tag in sorted(set(context.request_payload["tags"])):
        await context.run(f"index-{tag}", lambda: index(tag))
    await context.run("publish", publish)
```

## Fix safety

`sorted(...)` is safe for strings and numbers; other items may not be comparable. It changes the order, so runs in flight during the
deploy may fail.
"""

from __future__ import annotations

from wflint.rules.api import (
    Effect,
    EffectKind,
    Flow,
    Handler,
    Level,
    Report,
    Rule,
    Sink,
    SinkSummary,
    Site,
    StepCall,
    called,
    replayed_effects,
    spelled,
    step_label,
)
from wflint.rules.unordered_iteration.sorting import holds_tasks, sortable, sorted_items

RULE = Rule(code="WF104", summary="The order of a set decides over steps", level=Level.ERROR)


def check(handler: Handler, report: Report) -> None:
    """Report orders that change from process to process and reach steps."""
    for effect in replayed_effects(handler, EffectKind.ORDER):
        sinks = handler.sinks_by_source.get(effect.call.path, SinkSummary())
        if sinks.decides and all(map(_is_named_after_item, sinks.decides)):
            continue
        loops = [flow.site for flow in sinks.decides if flow.sink is Sink.LOOP]
        if loops and effect.anchor not in loops:
            # What later loops go through has the order of the first.
            for site in loops:
                _report(handler, report, site, effect, sinks)
        elif loops or _reaches_steps(effect, sinks):
            _report(handler, report, effect.anchor, effect, sinks)


def _report(handler: Handler, report: Report, site: Site, effect: Effect, sinks: SinkSummary) -> None:
    source, step = sortable(handler, site), _step(sinks)
    name = called(source.node) if "..." not in spelled(source.node) else ""
    over = f"`{name}`" if name else "this set"
    message = f"{over} gives another item in each process, and steps depend on it"
    if step is not None and any(flow.sink is Sink.LOOP for flow in sinks.decides):
        message = f"The items of {over} come in another order in each process, and so does {step_label(step)}"
    finding = report.error(site, message).label("another order in each process")
    if site == effect.anchor:
        finding.chain(effect.chain, "the order is lost here")
    else:
        finding.cause(effect.anchor, "the order is lost here")
    if step is not None:
        finding.sink(step.site, f"{step_label(step)} runs in that order")
    if holds_tasks(handler, source):
        finding.help("go through the list of all tasks, and ask which are in the set")
        return
    finding.help(f"give it an order: `sorted({name or '...'})`")
    finding.fix(sorted_items(handler, source, effect) if not _takes_one(effect) else None)


def _is_named_after_item(flow: Flow) -> bool:
    """Return whether an order only decides when a step comes that is found by its name, made of the item."""
    step = flow.step
    if flow.sink is not Sink.LOOP or step is None or step.name is None:
        return False
    is_by_name = step.context.profile.identity.is_by_name
    return is_by_name and any(loop in step.name.value.taint for loop in step.loops)


def _reaches_steps(effect: Effect, sinks: SinkSummary) -> bool:
    if sinks.names or sinks.decides or sinks.is_shared:
        return True
    # A single item of a set is another one in each delivery; the whole of it still has the same items.
    return _takes_one(effect) and bool(sinks.captured or sinks.arguments)


def _takes_one(effect: Effect) -> bool:
    return effect.call.name.endswith(".pop")


def _step(sinks: SinkSummary) -> StepCall | None:
    """Return the first step that depends on an order."""
    flows = [*sinks.decides, *sinks.names, *sinks.captured, *sinks.arguments]
    return next((flow.step for flow in flows if flow.step is not None), None)
