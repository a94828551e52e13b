"""# filesystem-outside-step

## What it does

Finds files and folders that are read or changed outside a step, in the handler or in any function that it calls: `open`, `pathlib`, `os`,
`shutil`, `tempfile`; in TypeScript `node:fs`.

## Why it breaks on replay

The handler runs again from the top on every delivery, often on another machine with other files: what one delivery wrote, the next
may not find, and what it finds may differ.

It is a warning; an error for a change before the first step.

## Example

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    template = open("template.html").read()
    await context.run("render", lambda: render(template))
```

```typescript
export const { POST } = serve(async (context) => {
  const template = await readFile("template.html", "utf8");
  await context.run("render", () => render(template));
});
```

## Use instead

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    template = await context.run("read-template", lambda: open("template.html").read())
    await context.run("render", lambda: render(template))
```

```typescript
export const { POST } = serve(async (context) => {
  const template = await context.run("read-template", () => readFile("template.html", "utf8"));
  await context.run("render", () => render(template));
});
```

## Fix safety

Wrapping the call in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by
name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and after a side
effect that stays outside steps, which the new step would repeat.
"""

from __future__ import annotations

from dataclasses import replace

from wflint.rules._families.side_effects import EffectPhrasing, report_repeated
from wflint.rules.api import (
    Access,
    Effect,
    EffectKind,
    FixClass,
    Handler,
    Level,
    Part,
    Report,
    Rule,
    SinkSummary,
    facts_of_type,
    ir,
    reachable_taint,
    taint_sources,
    value_of,
)

RULE = Rule(
    code="WF203",
    summary="Files are read or written outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.allows("filesystem"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = EffectPhrasing(
    reads="reads files again",
    writes="changes files again",
    cause="the file is used here",
)


def check(handler: Handler, report: Report) -> None:
    """Report file access in replayed code."""

    def is_fixable(effect: Effect) -> bool:
        # The next pass has another folder: what a step has written there once would be missing.
        return not _is_in_temporary_folder(handler, effect)

    phrasing = replace(_PHRASING, is_fixable=is_fixable)
    report_repeated(handler, report, EffectKind.FILESYSTEM, _severity, phrasing)


def _severity(effect: Effect, _: SinkSummary) -> Level:
    if effect.is_renewable:
        return Level.INFO
    is_early = effect.part in (Part.PRELUDE, Part.WITHOUT_STEPS)
    return Level.ERROR if is_early and effect.call.access is Access.WRITE else Level.WARNING


def _is_in_temporary_folder(handler: Handler, effect: Effect) -> bool:
    """Return whether a call, or that of a helper which makes it, is about what lies in a folder that the same pass makes and removes."""
    values = [each.value for each in (*effect.call.arguments, *effect.call.keywords.values())]
    for node in (effect.call.site.node, effect.anchor.node):
        made = node.value if isinstance(node, ir.Await) else node
        if isinstance(made, ir.Call):
            values += [value_of(handler, each.value) for each in made.args]
        if isinstance(made, ir.Call) and isinstance(made.func, ir.Attribute):
            values.append(value_of(handler, made.func.value))
    sources = (source for value in values for source in taint_sources(reachable_taint(value)))
    return any(facts_of_type(source.row.returns or "").is_renewable for source in sources)
