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

from wflint.analysis.carried import result_codec
from wflint.analysis.env import Returned
from wflint.analysis.jsonable import Rejected
from wflint.analysis.model import Handler
from wflint.analysis.trace import StepCall, Use, Used
from wflint.analysis.values import Closure, StepResult
from wflint.findings import Level, Role
from wflint.ir import nodes as ir
from wflint.ir.spelling import called
from wflint.rules._rule import Draft, FixDraft, Note, Rule, handler_note, keeps

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
    label = f"a {why.type} is not JSON"
    return Draft(
        Level.ERROR, message, returned.site, label, tuple(notes), help_, fix=_fix(handler, step, returned)
    )


def _fix(handler: Handler, step: StepCall, returned: Returned) -> FixDraft | None:
    codec = result_codec(returned.value, handler.lineage)
    if codec is None or returned.node is None:
        return None
    given = step.function.node if step.function is not None else None
    # A function that is given by name may be called elsewhere, so what it returns stays as it is.
    named = given is not None and not isinstance(given, ir.Lambda) and not _is_own(step, given)
    place = step.frame.site(given) if named and given is not None else returned.site
    is_used = any(isinstance(event, Used) and _is_result(event, step) for event, _ in handler.trail)
    return keeps(
        "make plain data of it",
        lambda rewrite: rewrite.encode_result(
            step.site, place, codec, awaits=step.gives_coroutine, is_used=is_used
        ),
    )


def _is_own(step: StepCall, given: ir.Expr) -> bool:
    """Whether a step's function is defined in the function that runs the step."""
    function = step.function.value.sole if step.function is not None else None
    local = isinstance(function, Closure) and function.env.is_replayed and function.receiver is None
    return local and isinstance(given, ir.Name)


def _is_result(event: Used, step: StepCall) -> bool:
    return isinstance(event.of, StepResult) and event.of.step is step and event.use is not Use.TEST
