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

from collections.abc import Iterator

from wflint.analysis.model import Handler
from wflint.analysis.values import Site
from wflint.effects import Effect as Kind
from wflint.findings import Level, Role
from wflint.ir.spelling import called
from wflint.rules._rule import Draft, Note, Rule, handler_note

RULE = Rule(code="WF403", summary="A step's name changes on replay", level=Level.ERROR)

_UNSTABLE = frozenset({Kind.CLOCK, Kind.RANDOM, Kind.IDENTITY, Kind.ENVIRONMENT})


def check(handler: Handler) -> Iterator[Draft]:
    """Find names that a changing value reaches."""
    found: dict[Site, list[Note]] = {}
    for effect in handler.effects:
        fate = handler.fates.get(effect.call.path)
        if fate is None or effect.call.row.effect not in _UNSTABLE:
            continue
        for flow in fate.names:
            what = called(effect.anchor.node)
            note = Note(effect.anchor, f"`{what}` gives another value on every delivery", Role.CAUSE)
            found.setdefault(flow.site, []).append(note)
    for site, causes in found.items():
        what = causes[0].message.split("`")[1]
        yield Draft(
            Level.ERROR,
            f"This step has another name on every delivery, because of `{what}`: the run dies with "
            f'"{handler.context.profile.identity.mismatch}"',
            site,
            "another name each time",
            (handler_note(handler), *causes),
            "use a constant name, made unique by a loop index or a value of the payload",
        )
