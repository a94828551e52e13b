"""# detached-step-method

## What it does

Finds methods of the context that are called without it: taken out by destructuring (`const { run } = context`, `({ run }) => ...`), kept
in a variable (`const run = context.run`), or expected in a copy that a spread makes (`{ ...context }`). `context.run.bind(context)` is
right.

In Python, this has no counterpart: a method keeps its object wherever it is called.

## Why it breaks on replay

A method of JavaScript knows its object only where it is called on it. Without the context the first step fails in every delivery, and
the run never starts. The type checker does not notice.

## Example

```typescript
export const { POST } = serve(async (context) => {
  const { run } = context;
  await run("charge", () => charge());
});
```

## Use instead

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
});
```
"""

from __future__ import annotations

from wflint.rules.api import DetachedCall, Handler, Level, Report, Rule, ir

RULE = Rule(
    code="WF613",
    summary="A method of the context is called without it",
    level=Level.ERROR,
    holds_for=lambda engine: engine.consequences.method_detached is not None,
)


def check(handler: Handler, report: Report) -> None:
    """Report where methods are taken out of their context, those of one pattern together."""
    seen: set[int] = set()
    for event, _ in handler.recorded(DetachedCall):
        outcomes, node = event.context.profile.consequences, event.site.node
        owner = node.value if isinstance(node, ir.Attribute) else node
        outcome = outcomes.context_spread if event.is_copied else outcomes.method_detached
        if outcome is None or id(owner) in seen:
            continue
        seen.add(id(owner))
        context = event.context.profile.new_step.example
        finding = report.error(event.site, outcome.message.format(method=event.method))
        finding.label("has no methods" if event.is_copied else "loses its context")
        finding.help(
            f"hand on the context itself, and call `{context}.{event.method}(...)`"
            if event.is_copied
            else f"call it on the context: `{context}.{event.method}(...)`, or bind it: "
            f"`{context}.{event.method}.bind({context})`"
        )
