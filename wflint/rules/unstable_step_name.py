"""# unstable-step-name

## What it does

Finds step names that are built from a value which changes on replay: a time, a random value, an id of the process or
something from the environment.

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

## Use instead

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("create-report", create_report)
```

## Fix safety

A run with such a name could never continue, so any stable name is safe, also for runs in flight.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from wflint.rules.api import (
    Draft,
    EffectKind,
    FixDraft,
    Handler,
    Level,
    Note,
    Role,
    Rule,
    Site,
    StepCall,
    Taint,
    called,
    handler_note,
    ir,
    keeps,
    name_site,
    taint_sources,
)

RULE = Rule(code="WF403", summary="A step's name changes on replay", level=Level.ERROR)

_UNSTABLE = frozenset({EffectKind.CLOCK, EffectKind.RANDOM, EffectKind.IDENTITY, EffectKind.ENVIRONMENT})


def check(handler: Handler) -> Iterator[Draft]:
    """Find names that a changing value reaches."""
    found: dict[Site, list[Note]] = {}
    steps: dict[Site, StepCall] = {}
    only_named: dict[Site, list[Site]] = {}
    every = handler.profile.replay.every
    for effect in handler.effects:
        sinks = handler.sinks_by_source.get(effect.call.path)
        if sinks is None or effect.call.row.effect not in _UNSTABLE:
            continue
        for flow in sinks.names:
            what = called(effect.anchor.node)
            note = Note(effect.anchor, f"`{what}` gives another value {every}", Role.CAUSE)
            found.setdefault(flow.site, []).append(note)
            if flow.step is not None:
                steps[flow.site] = flow.step
            if sinks.only_named:
                only_named.setdefault(flow.site, []).append(effect.anchor)
    for site, causes in found.items():
        what = causes[0].message.split("`")[1]
        yield Draft(
            Level.ERROR,
            f"This step has another name {every}, because of `{what}`: {handler.profile.identity.unstable}",
            site,
            "another name each time",
            (handler_note(handler), *causes),
            "use a constant name, made unique by a loop index or a value of the payload",
            fix=_fix(handler, site, steps.get(site), only_named.get(site, [])),
        )


def _fix(handler: Handler, site: Site, step: StepCall | None, unneeded: list[Site]) -> FixDraft | None:
    """Drop what changes from the name, and the variables that hold nothing else."""
    if step is None or step.name is None or name_site(step) != site:
        return None
    changing = {
        node.handle for node, value in handler.facts.values.items() if any(taint_sources(value.taint))
    }
    # The loops that a name tells apart only by what changes need an index then.
    kept = frozenset[Taint]().union(*_kept_marks(handler, step, changing))
    loops = [loop.loop for loop in step.loops if loop not in kept]
    return keeps(
        "drop what changes from the name",
        lambda rewrite: rewrite.drop_from_name(site, changing, loops=loops, unneeded=unneeded),
    )


def _kept_marks(handler: Handler, step: StepCall, changing: Container[object]) -> Iterator[frozenset[Taint]]:
    node = step.name.node if step.name is not None else None
    for part in node.parts if isinstance(node, ir.Template) else ():
        if part in handler.facts.values and part.handle not in changing:
            yield handler.facts.values[part].taint
