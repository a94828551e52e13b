"""# unstable-step-name

## What it does

Finds step names that are built from a value which changes on replay: a time, a random value, an id of the process, something from
the environment, or the text of an object or function that has none of its own, which is its address in memory.

## Why it breaks on replay

The name is compared with the recorded one. The next delivery builds another name, so the run dies with "Incompatible step name"
after the step's work has been done, and every retry does the same.

Where the value is used for nothing but names, this is the only finding; otherwise the rule of the value reports it as well.

## Example

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    await context.run(f"report-{uuid.uuid4()}", create_report)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run(`report-${crypto.randomUUID()}`, () => createReport());
});
```

## Use instead

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("create-report", create_report)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("create-report", () => createReport());
});
```

## Fix safety

A run with a name that never comes out the same again (a UUID, the time to the second) could not continue, so any stable name is safe, also for runs
in flight. A date, a setting or the host's name may well be the same in the next delivery: such a run goes on, and would look in vain for its step
under the new name, so it has to be drained.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from wflint.rules._families.orders import is_named_after_item
from wflint.rules.api import (
    ChangingName,
    Effect,
    EffectKind,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    Rule,
    Sink,
    Site,
    StepCall,
    Taint,
    called,
    ir,
    keeps,
    name_site,
    renames,
    taint_sources,
    value_of,
)
from wflint.rules.unstable_step_name.uniqueness import is_unique

RULE = Rule(
    code="WF403",
    summary="A step's name changes on replay",
    level=Level.ERROR,
    fixes=(FixClass.SAFE, FixClass.DRAIN),
)

_UNSTABLE = frozenset(
    {
        EffectKind.CLOCK,
        EffectKind.RANDOM,
        EffectKind.IDENTITY,
        EffectKind.ENVIRONMENT,
        EffectKind.DELIVERY,
    }
)


def check(handler: Handler, report: Report) -> None:
    """Report names that a changing value reaches."""
    for site, causes in _causes(handler).items():
        is_other = any(is_unique(each.effect, site.node) for each in causes)
        message = _message(handler, causes[0].effect, is_other=is_other)
        finding = report.error(site, message).label(
            f"{'another' if is_other else 'maybe another'} name each time"
        )
        for cause in causes:
            changes = _changes(handler, cause.effect, is_other=is_unique(cause.effect, site.node))
            finding.cause(cause.effect.anchor, f"{_what(cause.effect)} {changes}")
        finding.help("use a constant name, made unique by a loop index or a value of the payload")
        finding.fix(_fix(handler, site, causes))


def _message(handler: Handler, effect: Effect, *, is_other: bool) -> str:
    """Return what comes of a name that an effect's value is part of."""
    replay, identity = handler.profile.replay, handler.profile.identity
    what = _what(effect)
    if is_other:
        return f"This step has another name {replay.every}, because of {what}: {identity.unstable}"
    # A count of attempts, say, may well be the same in the next one.
    is_of_pass = effect.call.row.effect is EffectKind.DELIVERY
    breaks_by = "it is then done again" if is_of_pass and identity.is_by_name else identity.unstable
    return f"This step may get a different name {replay.in_later_one}, because of {what}: {breaks_by}"


def _changes(handler: Handler, effect: Effect, *, is_other: bool) -> str:
    """Return how an effect's value differs, as far as the name takes it in."""
    replay = handler.profile.replay
    if effect.is_address:
        return f"may be another one {replay.every}"
    if effect.call.row.effect is EffectKind.DELIVERY:
        return f"belongs to one {replay.one}"
    return (
        f"returns another value {replay.every}"
        if is_other
        else f"may return another value {replay.in_later_one}"
    )


def _what(effect: Effect) -> str:
    """Return what changes."""
    return f"the address of {effect.call.name}" if effect.is_address else f"`{called(effect.anchor.node)}`"


class _Cause(NamedTuple):
    """An effect whose value reaches a step's name.

    Attributes:
        effect: The effect.
        step: The step.
        is_only_named: Whether the value reaches nothing but names.
        named: The other steps whose names it reaches.
    """

    effect: Effect
    step: StepCall | None
    is_only_named: bool
    named: tuple[StepCall, ...]


def _causes(handler: Handler) -> dict[Site, list[_Cause]]:
    """Return what reaches names, by the place of the name."""
    found: dict[Site, list[_Cause]] = {}
    for effect in handler.effects:
        if effect.call.row.effect not in _UNSTABLE:
            continue
        sinks = handler.sinks_of(effect)
        # Where a loop goes through what changes, other steps run, whatever they are called: that is told by itself.
        looped = {flow.step for flow in sinks.decides if flow.sink is Sink.LOOP}
        for flow in sinks.names:
            if flow.step is not None and flow.step in looped:
                continue
            if effect.changes_argument and is_named_after_item(flow):
                continue  # the same steps run, in another order
            named = tuple(each.step for each in sinks.names if each.step not in (None, flow.step))
            found.setdefault(flow.site, []).append(_Cause(effect, flow.step, sinks.only_named, named))
    return found


def _fix(handler: Handler, site: Site, causes: list[_Cause]) -> FixDraft | None:
    """Drop what changes from the name, and the variables that hold nothing else."""
    step = next((cause.step for cause in reversed(causes) if cause.step is not None), None)
    if step is None or step.name is None or name_site(step) != site:
        return None
    only_named = [cause for cause in causes if cause.is_only_named]
    unneeded = [cause.effect.anchor for cause in only_named]
    changing = {node.handle for node, value in handler.facts.values.items() if taint_sources(value.taint)}
    others = dict.fromkeys(other for cause in only_named for other in cause.named)
    named = [_changing_name(handler, each, changing) for each in (step, *others)]
    around = site.module, site.enclosing_definition
    names = [each for each in named if (each.name.module, each.name.enclosing_definition) == around]
    ask = keeps if any(is_unique(each.effect, site.node) for each in causes) else renames
    return ask(
        "drop what changes from the name",
        lambda rewrite: rewrite.drop_from_names(names, changing, handler.writer, unneeded),
    )


def _changing_name(handler: Handler, step: StepCall, changing: Container[object]) -> ChangingName:
    """Return a step's name with the loops that need an index, since only what changes tells their rounds apart."""
    kept = frozenset[Taint]().union(*_kept_taint(handler, step, changing))
    return ChangingName(name_site(step), [loop.loop for loop in step.loops if loop not in kept])


def _kept_taint(handler: Handler, step: StepCall, changing: Container[object]) -> Iterator[frozenset[Taint]]:
    """Yield the taint of those parts of a name that stay."""
    node = step.name.node if step.name is not None else None
    for part in node.parts if isinstance(node, ir.Template) else ():
        if part.handle not in changing:
            yield value_of(handler, part).taint
