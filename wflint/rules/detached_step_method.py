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

## Fix safety

Binding the method to the context is safe: a run could never get past its first step.
"""

from __future__ import annotations

from wflint.rules.api import DetachedCall, FixClass, Handler, Level, Report, Rule, ir, keeps

RULE = Rule(
    code="WF613",
    summary="A context method is detached from its context",
    level=Level.ERROR,
    holds_for=lambda engine: engine.consequences.method_detached is not None,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report where methods are taken out of their context, those of one pattern together."""
    found: dict[int, list[DetachedCall]] = {}
    for event, _ in handler.recorded(DetachedCall):
        node = event.site.node
        owner = node.value if isinstance(node, ir.Attribute) else node
        found.setdefault(id(owner), []).append(event)
    for events in found.values():
        _report(report, events)


def _report(report: Report, events: list[DetachedCall]) -> None:
    event = events[0]
    outcomes = event.context.profile.consequences
    outcome = outcomes.context_spread if event.is_copied else outcomes.method_detached
    if outcome is None:
        return
    context = event.context.profile.new_step.example
    finding = report.error(event.site, outcome.message.format(method=event.method))
    if event.is_copied:
        finding.label("has no methods")
        finding.help(f"hand on the context itself, and call `{context}.{event.method}()`")
        return
    finding.label("loses its context")
    finding.help(
        f"call it on the context, as `{context}.{event.method}()`, or bind it: "
        f"`{context}.{event.method}.bind({context})`"
    )
    sites = list({each.site: None for each in events})
    finding.fix(keeps("bind it to the context", lambda rewrite: rewrite.bind_methods(sites)).revealing())
