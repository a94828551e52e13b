"""# duplicate-step-name

## What it does

Finds two steps with the same constant name that can both run in one run, also across helpers. Steps in branches that
exclude each other may share a name.

## Why it breaks on replay

Steps are matched by position, and the name is the only check that the position is still right. Steps with the same name
disable it: when a deploy reorders them, runs in flight take one step's result for the other's, run one of them twice and
never run the other, and end as if all had gone well. In the console, nobody can tell them apart.

## Example

```python
@serve.post("/onboarding")
async def onboarding(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-email", send_welcome)
    await context.sleep("wait", "1d")
    await context.run("send-email", send_tips)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("send-email", () => sendWelcome());
  await context.sleep("wait", "1d");
  await context.run("send-email", () => sendTips());
});
```

## Use instead

```python
@serve.post("/onboarding")
async def onboarding(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-welcome", send_welcome)
    await context.sleep("wait", "1d")
    await context.run("send-tips", send_tips)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("send-welcome", () => sendWelcome());
  await context.sleep("wait", "1d");
  await context.run("send-tips", () => sendTips());
});
```

## Fix safety

A suffix makes the later name unique. It renames a step, which runs in flight then do not find: the fix is *drain*.
"""

from __future__ import annotations

from wflint.rules._families.step_names import apart, level_of_repeated
from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    Repeated,
    Report,
    Rule,
    StepCall,
    name_site,
    renames,
)

RULE = Rule(
    code="WF401",
    summary="Two steps of one run have the same name",
    level=Level.WARNING,
    also=(Level.INFO,),
    holds_for=lambda engine: engine.identity.repeated is not Repeated.HARMLESS,
    fixes=(FixClass.DRAIN,),
)


def check(handler: Handler, report: Report) -> None:
    """Report steps whose constant name an earlier step of the same run has."""
    earlier: dict[str, list[StepCall]] = {}
    for step in handler.steps:
        name = step.constant_name
        if not name or step.own_name is None or step.own_name.value.taint or step.parent is not None:
            continue
        namesakes = earlier.setdefault(name, [])
        first = next((each for each in namesakes if handler.order.can_follow(each, step)), None)
        namesakes.append(step)
        if first is not None:
            _report(handler, report, first, step, name)


def _report(handler: Handler, report: Report, first: StepCall, second: StepCall, name: str) -> None:
    message = f'Step "{name}" has the name of an earlier step of the same run, so {apart(handler)}'
    finding = report.add(level_of_repeated(handler), name_site(second), message).label("the same name again")
    finding.help("give each step its own name, one that says what it does")
    if first.site != second.site:
        finding.step(name_site(first), "the first step of that name").fix(_fix(handler, second, name))
        return
    # One call in a helper that is called twice: the two calls tell the story.
    for step in (first, second):
        finding.step(step.path[0], f'runs step "{name}"')


def _fix(handler: Handler, step: StepCall, name: str) -> FixDraft:
    site = name_site(step)

    def suffix() -> str:
        """Return what sets the name apart; in a loop, an index may be put after it."""
        return handler.writer.free_name(name, site, in_loop=bool(step.loops)).removeprefix(name)

    return renames("number the name", lambda rewrite: rewrite.extend_name(site, suffix()))
