"""# invalid-timestamp

## What it does

Finds calls of `context.sleep_until` that name no point in time: without a name, with a `date`, `timedelta` or `None`, with text that is
not ISO 8601, or with milliseconds since 1970. It also finds times that depend on where the handler runs: those without a zone.

## Why it breaks on replay

The SDK calls `.timestamp()` on what it is given, or reads text with `datetime.fromisoformat`. A `date` or `timedelta` fails with
`AttributeError`, other text with `ValueError`, in every delivery. A number counts seconds, so milliseconds are tens of thousands of years
away and the run never wakes up. A time without a zone is read in the zone of the server: it means a different time in Frankfurt than in New
York, and `utcnow()` is hours off everywhere but in London in winter. `Z` for UTC is only read from Python 3.11 on.

`datetime.now()` without a zone is the right time on the machine that reads it, and not reported.

In TypeScript a time is what `new Date(...)` makes of it: text that is not a date is sent as `NaN`, and `Date.now()` counts milliseconds, where
a number is taken for seconds.

## Example

```python
@serve.post("/renewal")
async def renewal(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep_until("wait-for-new-year", date(2030, 1, 1))
    await context.run("renew", renew)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.sleepUntil("wait-a-minute", Date.now() + 60_000);
  await context.run("charge", () => charge());
});
```

## Use instead

```python
@serve.post("/renewal")
async def renewal(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep_until("wait-for-new-year", datetime(2030, 1, 1, tzinfo=timezone.utc))
    await context.run("renew", renew)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.sleepUntil("wait-a-minute", new Date(Date.now() + 60_000));
  await context.run("charge", () => charge());
});
```

## Fix safety

Only you know which zone a time without one was meant in.
"""

from __future__ import annotations

from wflint.rules.api import (
    Actual,
    FixClass,
    Handler,
    Level,
    Report,
    Rule,
    StepCall,
    StepKind,
    TextFormat,
    TimestampFormat,
    argument_site,
)
from wflint.rules.invalid_timestamp.datetimes import (
    in_milliseconds,
    invalid_date_problem,
    is_invalid_date,
    milliseconds_problem,
    problem_of,
)
from wflint.rules.invalid_timestamp.fixes import repaired

RULE = Rule(
    code="WF602",
    summary="A sleep has no valid moment to end at",
    level=Level.ERROR,
    also=(Level.WARNING,),
    about=lambda engine: (engine.moment,),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report, rules: TimestampFormat) -> None:
    """Report sleeps whose arguments make no moment."""
    for step in handler.steps:
        if step.method.kind is not StepKind.SLEEP_UNTIL or step.open_arguments:
            continue
        moment = step.arguments.get(step.method.moment or "")
        if moment is not None:
            _report_moment(handler, report, step, moment, rules)
        elif len(step.arguments) == 1:
            _report_incomplete(handler, report, step)


def _report_incomplete(handler: Handler, report: Report, step: StepCall) -> None:
    message = "This sleep fails with `TypeError`: it takes a name and a time, and one of them is missing"
    context, method = handler.profile.new_step.example, step.method.method.rpartition(".")[2]
    finding = report.error(step.site, message).label("one argument")
    finding.help(f"give `{context}.{method}` a name, then the time")


def _report_moment(
    handler: Handler, report: Report, step: StepCall, moment: Actual, rules: TimestampFormat
) -> None:
    """Report a sleep whose moment, whatever it may be, is none."""
    value = moment.value
    problems = [found for ref in value.alternatives if (found := problem_of(handler, ref, rules))]
    invalid = is_invalid_date(handler, moment.node) if rules.text is TextFormat.DATE else None
    if invalid is not None:
        problems = [invalid_date_problem(handler, invalid, rules)]
    elif in_milliseconds(handler, moment, rules):
        problems = [milliseconds_problem("this counts")]
    elif not value.always(lambda ref: problem_of(handler, ref, rules) is not None):
        return
    site, is_error = argument_site(step, moment), problems[0].level is Level.ERROR
    finding = report.problem(site, problems[0]).fix(repaired(handler, site, moment, rules))
    finding.label("not a valid moment" if is_error else "another moment elsewhere")
