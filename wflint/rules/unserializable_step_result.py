"""# unserializable-step-result

## What it does

Finds step functions that return something that `json.dumps` rejects: dates and times, `Decimal`, `UUID`, sets, bytes, paths,
enums, dataclasses, models, generators, responses, plain objects, also inside lists and dictionaries.

## Why it breaks on replay

A step's result is stored as JSON. The step does its work, then storing the result fails with "TypeError: Object of type ... is not
JSON serializable". The failed step is not recorded, so each retry does its work again: with the default retries, four times.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    due = await context.run("get-due-date", lambda: datetime.now(timezone.utc))
    await context.run("send-invoice", lambda: send_invoice(due))
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    due = await context.run("get-due-date", lambda: datetime.now(timezone.utc).isoformat())
    await context.run("send-invoice", lambda: send_invoice(due))
```

## Fix safety

Turning the value into JSON is safe: a run could never get past this step.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.analysis.env import Returned
from wflint.analysis.jsonable import Rejected
from wflint.analysis.model import Handler
from wflint.analysis.trace import StepCall
from wflint.findings import Level, Role
from wflint.ir.spelling import called
from wflint.rules._rule import Draft, Note, Rule, handler_note

RULE = Rule(code="WF501", summary="A step returns something that is not JSON", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find returned values that cannot be stored."""
    told: set[object] = set()
    for step in handler.steps:
        for returned in step.returned:
            why = handler.rejected(returned.value)
            if why is not None and returned.node is not None and returned.site not in told:
                told.add(returned.site)
                yield _draft(handler, step, returned, why)


def _draft(handler: Handler, step: StepCall, returned: Returned, why: Rejected) -> Draft:
    label = handler.label(step)
    if why.is_key:
        failure = f"TypeError: keys must be str, int, float, bool or None, not {why.type}"
    else:
        failure = f"TypeError: Object of type {why.type} is not JSON serializable"
    where = f" in `{why.within}`" if why.within else ""
    message = f'{label[0].upper()}{label[1:]} returns a {why.type}{where} and fails with "{failure}" after its work is done, again with each retry'
    notes = [handler_note(handler)]
    if step.name is not None and step.name.node is not None:
        notes.append(
            Note(step.frame.site(step.name.node), "stores what its function returns as JSON", Role.STEP)
        )
    for inner in handler.returned_by(returned):
        if handler.rejected(inner.value) is not None:
            notes.append(Note(inner.site, f"the {why.type} comes from here", Role.CAUSE))
    remedy = f": `{why.remedy.format('...')}`" if why.remedy else ""
    help_ = f"return something that JSON has{remedy}"
    if returned.node is not None and why.remedy and not why.within and not why.is_key:
        spelled = called(returned.node)
        help_ = f"return `{why.remedy.format(spelled if '...' not in spelled else 'value')}` instead"
    return Draft(Level.ERROR, message, returned.site, f"a {why.type} is not JSON", tuple(notes), help_)
