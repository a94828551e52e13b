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

from collections.abc import Iterator
from dataclasses import replace

from wflint.rules.api import (
    UNKNOWN,
    Applicability,
    Collection,
    Draft,
    Effect,
    EffectKind,
    External,
    FixDraft,
    Flow,
    Handler,
    Level,
    Note,
    Role,
    Rule,
    Sink,
    SinkSummary,
    Site,
    StepCall,
    Task,
    breaks,
    called,
    chain_notes,
    handler_note,
    ir,
    spelled,
    type_name,
)

RULE = Rule(code="WF104", summary="The order of a set decides over steps", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find orders that change from process to process and reach steps."""
    told: set[Site] = set()
    for effect in handler.effects:
        if effect.call.row.effect is not EffectKind.ORDER or effect.call.step is not None:
            continue
        sinks = handler.sinks_by_source.get(effect.call.path, SinkSummary())
        if sinks.decides and all(map(_is_named_after_item, sinks.decides)):
            continue
        loops = [flow for flow in sinks.decides if flow.sink is Sink.LOOP]
        sites = [flow.site for flow in loops]
        # What later loops go through has the order of the first.
        places = (
            [effect.anchor]
            if effect.anchor in sites
            else sites or ([effect.anchor] if _reaches_steps(effect, sinks) else [])
        )
        for site in places:
            if site not in told:
                told.add(site)
                yield _draft(handler, effect, site, sinks)


def _is_named_after_item(flow: Flow) -> bool:
    """Whether an order only decides when a step comes that is found by its name, which says for which item it is."""
    step = flow.step
    if (
        flow.sink is not Sink.LOOP
        or step is None
        or step.name is None
        or not step.context.profile.identity.is_by_name
    ):
        return False
    return any(loop in step.name.value.taint for loop in step.loops)


def _reaches_steps(effect: Effect, sinks: SinkSummary) -> bool:
    if sinks.names or sinks.decides or sinks.is_shared:
        return True
    # A single item of a set is another one in each delivery; the whole of it still has the same items.
    takes_one = effect.call.name.endswith(".pop")
    return takes_one and bool(sinks.captured or sinks.arguments)


def _draft(handler: Handler, effect: Effect, site: Site, sinks: SinkSummary) -> Draft:
    step = _step(sinks)
    source = _sortable(handler, site)
    name = called(source.node) if "..." not in spelled(source.node) else ""
    over = f"`{name}`" if name else "this set"
    if step is not None and any(flow.sink is Sink.LOOP for flow in sinks.decides):
        message = (
            f"The items of {over} come in another order in each process, and so does {handler.label(step)}"
        )
    else:
        message = f"{over} gives another item in each process, and steps depend on it"
    notes = [handler_note(handler)]
    if site == effect.anchor:
        notes.extend(chain_notes(effect.chain, "the order is lost here"))
    else:
        notes.append(Note(effect.anchor, "the order is lost here", Role.CAUSE))
    if step is not None:
        notes.append(Note(step.site, f"{handler.label(step)} runs in that order", Role.SINK))
    help_ = f"give it an order: `sorted({name or '...'})`"
    fix = _fix(handler, source, effect) if not effect.call.name.endswith(".pop") else None
    if _holds_tasks(handler, source):
        help_, fix = "go through the list of all tasks, and ask which are in the set", None
    return Draft(Level.ERROR, message, site, "another order in each process", tuple(notes), help_, fix=fix)


def _sortable(handler: Handler, site: Site) -> Site:
    """What has to be sorted: the set in `enumerate(found)`, whose pairs would sort by their numbers."""
    node = site.node
    while isinstance(node, ir.Call) and node.args:
        func, first = handler.facts.values.get(node.func, UNKNOWN).only, node.args[0]
        if not (isinstance(func, External) and func.name in _KEEP_ORDER) or first.keyword or first.star:
            break
        node = first.value
    return replace(site, node=node)


def _holds_tasks(handler: Handler, site: Site) -> bool:
    """Whether the items are tasks, which have no order of their own."""
    value = handler.facts.values.get(site.node, UNKNOWN) if isinstance(site.node, ir.Expr) else UNKNOWN
    items = [item for ref in value.alternatives if isinstance(ref, Collection) for item in ref.elements()]
    return any(isinstance(ref, Task) for item in items for ref in item.alternatives)


def _fix(handler: Handler, site: Site, effect: Effect) -> FixDraft:
    fix = breaks("sort the items", lambda rewrite: rewrite.apply(site, "sorted({})"))
    if effect.call.name in _GIVE_TEXT or _is_comparable(handler, site):
        return fix
    return replace(fix, applicability=Applicability.UNSAFE)


def _is_comparable(handler: Handler, site: Site) -> bool:
    """Whether the items are certainly all text, or all numbers."""
    value = handler.facts.values.get(site.node, UNKNOWN) if isinstance(site.node, ir.Expr) else UNKNOWN
    items = [item for ref in value.alternatives if isinstance(ref, Collection) for item in ref.elements()]
    types = {type_name(ref) for item in items for ref in item.alternatives}
    known = bool(items) and all(item.alternatives for item in items)
    return known and (types == {"builtins.str"} or (bool(types) and types <= _NUMBERS))


_KEEP_ORDER = frozenset({"builtins.enumerate", "builtins.iter", "builtins.list", "builtins.tuple"})
_GIVE_TEXT = frozenset(
    {
        "os.listdir",
        "glob.glob",
        "glob.iglob",
        "pathlib.Path.iterdir",
        "pathlib.Path.glob",
        "pathlib.Path.rglob",
    }
)
_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool"})


def _step(sinks: SinkSummary) -> StepCall | None:
    flows = [*sinks.decides, *sinks.names, *sinks.captured, *sinks.arguments]
    return next((flow.step for flow in flows if flow.step is not None), None)
