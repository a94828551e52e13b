"""# invalid-duration

## What it does

Finds calls of `context.sleep` that do not say how long: without a name, with name and duration swapped, with a `float`, `bool`,
`timedelta`, `None` or a negative number, or with text that is not a duration (`10s`, `5m`, `2h`, `1d`, `1d10h30m`). In
TypeScript it also finds numbers of seconds that make more than a year: they are most likely milliseconds.

## Why it breaks on replay

The SDK passes the value on almost unchecked. A missing argument or a `timedelta` is a `TypeError` in every delivery. A
`float` arrives without its unit (`1.5` instead of `1s`), a `bool` as `Trues`, and `None` as no delay at all.

In TypeScript `sleep("1d")` is a step named "1d" that does not sleep, a fraction is rounded to whole seconds, and where the engine refuses a
duration the run hangs for ever.

## Example

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep("wait-for-trial-end", timedelta(days=7).total_seconds())
    await context.run("send-offer", send_offer)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("start-trial", () => charge(0));
  await context.sleep("7d");
  await context.run("charge", () => charge());
});
```

## Use instead

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep("wait-for-trial-end", "7d")
    await context.run("send-offer", send_offer)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("start-trial", () => charge(0));
  await context.sleep("wait-for-trial-end", "7d");
  await context.run("charge", () => charge());
});
```

## Fix safety

Whole seconds, or the same duration in the engine's own form (`"10m"` for `"10 minutes"`), are *safe*: they are what the code means, and no
step is added or renamed. Giving a sleep the name that it lacks is *drain*.
"""

from __future__ import annotations

from wflint.rules.api import (
    Actual,
    Const,
    Duration,
    FindingBuilder,
    FixClass,
    Handler,
    Level,
    Problem,
    Ref,
    Report,
    Rule,
    Site,
    StepCall,
    StepKind,
    argument_site,
    sleep_example,
)
from wflint.rules.invalid_duration.durations import is_text, limit_problem, problem_of
from wflint.rules.invalid_duration.fixes import mended, name_added, swapped

RULE = Rule(
    code="WF601",
    summary="A sleep has no valid duration",
    level=Level.ERROR,
    also=(Level.WARNING,),
    about=lambda engine: (engine.duration,),
    fixes=(FixClass.SAFE, FixClass.DRAIN),
)


def check(handler: Handler, report: Report, rules: Duration) -> None:
    """Report sleeps whose arguments make no duration."""
    for step in handler.steps:
        if not step.method.duration or step.open_arguments:
            continue
        duration = step.arguments.get(step.method.duration)
        if step.method.kind is not StepKind.SLEEP:
            _report_limit(report, step, duration, rules)
        elif step.method.name and (step.name is None or duration is None):
            _report_incomplete(handler, report, step, rules)
        elif duration is not None:
            _report_sleep(report, step, duration, rules)


def _report(report: Report, site: Site, problem: Problem) -> FindingBuilder:
    return report.problem(site, problem).label("not a valid duration")


def _report_limit(report: Report, step: StepCall, limit: Actual | None, rules: Duration) -> None:
    """Report how long a step waits for something, where that is no limit."""
    problem = limit_problem(step, limit.value, rules) if limit is not None else None
    if limit is not None and limit.node is not None and problem is not None:
        site = argument_site(step, limit)
        text = limit.value.only if is_text(limit.value.only) else None
        _report(report, site, problem).fix(mended(site, limit.value, rules) if text is not None else None)


def _report_incomplete(handler: Handler, report: Report, step: StepCall, rules: Duration) -> None:
    """Report a sleep without a name, or without a duration."""
    if len(step.arguments) != 1:
        return
    words, missing = step.site.module.words, "duration" if step.name is not None else "name"
    given = next(iter(step.arguments.values())).value
    if rules.alone and is_text(given.only):
        code = words.written(given.constant.value) if given.constant is not None else "its argument"
        message = rules.alone.format(value=code)
    else:
        message = (
            f"This sleep fails with `TypeError`: it takes a name and a duration, and the {missing} is missing"
        )
    duration = words.written(rules.example.split(",")[0]) if rules.example else "60"
    if rules.alone and given.constant is not None and problem_of(given.constant, rules, words) is None:
        duration = words.written(given.constant.value)
    example = sleep_example(handler, "wait", duration)
    problem = Problem(Level.ERROR, message, f"name the sleep: `{example}`")
    finding = _report(report, step.site, problem).fix(name_added(handler, step, rules))
    if rules.alone_before:
        finding.of_version()


def _report_sleep(report: Report, step: StepCall, duration: Actual, rules: Duration) -> None:
    """Report a sleep whose duration, whatever it may be, is none."""
    site, value = argument_site(step, duration), duration.value
    if step.name is not None and _is_number(step.name.value.only) and is_text(value.only):
        message = "Name and duration of this sleep are swapped: the name is taken for the duration"
        problem = Problem(Level.ERROR, message, "write the name first, then the duration")
        _report(report, site, problem).fix(swapped(step, step.name, duration))
        return
    words = step.site.module.words
    problems = [found for ref in value.alternatives if (found := problem_of(ref, rules, words))]
    if problems and value.always(lambda ref: problem_of(ref, rules, words) is not None):
        _report(report, site, problems[0]).fix(mended(site, value, rules))


def _is_number(ref: Ref | None) -> bool:
    return isinstance(ref, Const) and ref.type in ("int", "float")
