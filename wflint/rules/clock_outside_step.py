"""# clock-outside-step

## What it does

Finds code that reads a clock or today's date outside a step: `time.time()`, `datetime.now()`, `date.today()` and the
like, in the handler or in any function that it calls.

## Why it breaks on replay

The handler runs again from the top on every delivery, so the clock is read again, too. Two steps that use "the same"
time get different times. A condition on the time may choose another way than the recorded one: the run then dies with
"Incompatible step name", or ends early as if it had succeeded.

It is an error where the time decides which steps run, is used by several steps, or is compared with what a step
recorded; a warning where one step uses it; an info where it is only logged or stored. A time that is only read when a step is
submitted, such as `context.sleep_until("wait", time.time() + 60)`, is fine and not reported, unless it is set against a time from the
other side of a step: a step that is replayed takes no time.

## Example

```python
@serve.post("/remind")
async def remind(context: AsyncWorkflowContext[dict]) -> None:
    now = datetime.now(timezone.utc)
    await context.run("create-invoice", lambda: create_invoice(now.isoformat()))
    await context.run("send-invoice", lambda: send_invoice(now.isoformat()))
```

## Use instead

```python
@serve.post("/remind")
async def remind(context: AsyncWorkflowContext[dict]) -> None:
    now = await context.run("get-now", lambda: datetime.now(timezone.utc).isoformat())
    await context.run("create-invoice", lambda: create_invoice(now))
    await context.run("send-invoice", lambda: send_invoice(now))
```

## Fix safety

Reading the clock in a step of its own is safe for new runs. It adds a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from wflint.rules._families.changing_values import ValuePhrasing, by_use, report_changing_values
from wflint.rules.api import EffectKind, Handler, Level, Report, Rule

RULE = Rule(code="WF101", summary="A clock is read outside a step", level=Level.ERROR)

_PHRASING = ValuePhrasing(
    changes="gives another time {replay.every}",
    label="so this is another time each time",
    reads="the clock is read here",
    help="read it once, in a step that returns it as text or a number",
    name="get-now",
    function="lambda: datetime.now(timezone.utc).isoformat()",
)


def check(handler: Handler, report: Report) -> None:
    """Report clocks that are read in replayed code."""
    report_changing_values(handler, report, EffectKind.CLOCK, by_use, _PHRASING)
