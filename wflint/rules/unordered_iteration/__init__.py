"""# unordered-iteration

## What it does

Finds loops, comprehensions and `pop()` whose order is not the same in every process, where that order decides the order of steps,
their names or their arguments: over sets and frozensets, the results of set algebra, `os.listdir()`, `glob` and `Path.iterdir()`; also what
`sorted`, `max`, `min` and `heapq` make of a set by a key that several items may share, and dictionaries and counters filled from one. Sets of
small integers always have the same order; `sorted(...)` without a key gives any of them one. With an engine that finds steps by their names, so does a
name that is made of the item.

In TypeScript, sets and maps keep the order in which they were filled; it finds what has no order there: `readdir` and `glob`.

## Why it breaks on replay

Python seeds the hash of text in each process, and a file system lists files as it likes, so each delivery may go through the same items in
a different order. The run dies with "Incompatible step name", or, where the rounds share a name, a round gets the result of another one. In one
development process the order never changes, so nothing shows.

## Example

```python
@serve.post("/tags")
async def tags(context: AsyncWorkflowContext[dict]) -> None:
    for tag in set(context.request_payload["tags"]):
        await context.run(f"index-{tag}", lambda: index(tag))
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve(async (context) => {
  for (const file of await readdir("inbox")) {
    await context.run(`index-${file}`, () => index(file));
  }
  await context.run("publish", () => publish());
});
```

## Use instead

```python
@serve.post("/tags")
async def tags(context: AsyncWorkflowContext[dict]) -> None:
    for tag in sorted(set(context.request_payload["tags"])):
        await context.run(f"index-{tag}", lambda: index(tag))
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve(async (context) => {
  const files = await context.run("list-files", () => readdir("inbox"));
  for (const [number, file] of files.entries()) {
    await context.run(`index-${number}`, () => index(file));
  }
  await context.run("publish", () => publish());
});
```

## Fix safety

For strings and numbers, `sorted(...)`, or `.sort()` in TypeScript, is *drain*: runs in flight may have gone through them in another order.
For other items, which may not be comparable, it is *unsafe*. A folder is listed in a step, which sorts the names: a file added while the
run goes on would move the others in any order. This adds a step, which is *drain*.
"""

from __future__ import annotations

from wflint.rules._families.orders import but_named_after_item
from wflint.rules.api import (
    Effect,
    EffectKind,
    FixClass,
    Flow,
    Handler,
    Level,
    Loop,
    Report,
    Rule,
    Sink,
    SinkSummary,
    Site,
    StepCall,
    below,
    called,
    replayed_effects,
    spelled,
    step_label,
)
from wflint.rules.unordered_iteration.sorting import holds_tasks, sortable, sorted_items, unordered

RULE = Rule(
    code="WF104",
    summary="Set order decides which steps run",
    level=Level.ERROR,
    holds_for=lambda engine: engine.varies("order"),
    fixes=(FixClass.DRAIN, FixClass.UNSAFE),
)


def check(handler: Handler, report: Report) -> None:
    """Report orders that change from process to process and reach steps."""
    made_before = [each for each in handler.values_of_import if each.call.row.effect is EffectKind.ORDER]
    for effect in (*replayed_effects(handler, EffectKind.ORDER), *made_before):
        sinks = but_named_after_item(handler.sinks_of(effect))
        loops = [flow.site for flow in sinks.decides if flow.sink is Sink.LOOP]
        is_own_place = effect.leaves_ties or effect.takes_one_item or effect.anchor in loops
        if loops and not is_own_place:
            # What later loops go through has the order of the first.
            for site in loops:
                is_inside = any(node is effect.anchor.node for node, _ in below(site.node))
                _report(handler, report, effect.anchor if is_inside else site, effect, sinks)
        elif loops or _reaches_steps(handler, effect, sinks):
            _report(handler, report, effect.anchor, effect, sinks)


def _report(handler: Handler, report: Report, site: Site, effect: Effect, sinks: SinkSummary) -> None:
    step = _step(sinks)
    message = _message(_name(sortable(handler, site)), effect, sinks, step)
    thing, does = (
        ("item", "depends on that item") if effect.takes_one_item else ("order", "runs in that order")
    )
    finding = report.error(site, message).label(f"another {thing} in each process")
    if site == effect.anchor:
        finding.chain(effect.chain, "the order is lost here")
    else:
        finding.cause(effect.anchor, "the order is lost here")
    if step is not None:
        finding.sink(step.site, f"{step_label(step)} {does}")
    source = unordered(handler, site, effect, is_looped=_is_looped(sinks))
    in_order = site.module.words.sorted.format("")
    if source is not None and holds_tasks(handler, source):
        finding.help("go through the list of all tasks, and ask which are in the set")
    elif effect.leaves_ties:
        finding.help(
            "let the item itself decide where keys are equal: return the key and the item from the `key` function"
        )
    elif effect.pops:
        finding.help(f"put the items in order once, with `{in_order}`, and take them from that list")
    else:
        fix = sorted_items(handler, source, effect) if source is not None else None
        finding.help(f"give it an order with `{in_order}`").fix(fix)


def _message(name: str, effect: Effect, sinks: SinkSummary, step: StepCall | None) -> str:
    """Return what comes of an order; the name is that of what has it, if one can be shown."""
    over = f"`{name}`" if name else "this set"
    if effect.leaves_ties and not effect.takes_one_item:
        return f"{over} leaves items with equal keys in a different order in each process, and steps depend on it"
    if step is not None and _is_looped(sinks) and not effect.takes_one_item:
        return (
            f"The items of {over} come in a different order in each process, and so does {step_label(step)}"
        )
    return f"{over} yields a different item in each process, and steps depend on it"


def _is_looped(sinks: SinkSummary) -> bool:
    return any(flow.sink is Sink.LOOP for flow in sinks.decides)


def _name(site: Site) -> str:
    """Return how the code calls an expression; empty where that is too long to show."""
    return called(site.node) if "..." not in spelled(site.node) else ""


def _reaches_steps(handler: Handler, effect: Effect, sinks: SinkSummary) -> bool:
    if sinks.names or sinks.decides or sinks.is_shared:
        return True
    used = [*sinks.captured, *sinks.arguments]
    # A single item of a set is another one in each delivery; the whole of it still has the same items.
    return bool(used) and (effect.takes_one_item or _goes_through_items(handler, used))


def _goes_through_items(handler: Handler, used: list[Flow]) -> bool:
    """Return whether the rounds of a loop over the items each give one to a step that nothing tells from the others."""
    sources = {flow.source for flow in used}
    loops = {
        event.variance
        for event in handler.replayed
        if isinstance(event, Loop) and not sources.isdisjoint(event.over.taint)
    }
    return any(
        not loops.isdisjoint(flow.step.loops if flow.step is not None else flow.loops) for flow in used
    )


def _step(sinks: SinkSummary) -> StepCall | None:
    """Return the first step that depends on an order."""
    flows = [*sinks.decides, *sinks.names, *sinks.captured, *sinks.arguments]
    return next((flow.step for flow in flows if flow.step is not None), None)
