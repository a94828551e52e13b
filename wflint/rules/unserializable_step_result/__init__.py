"""# unserializable-step-result

## What it does

Finds step functions that return something that `json.dumps` rejects: dates and times, `Decimal`, `UUID`, sets, bytes, paths,
enums, dataclasses, models, generators, responses, plain objects, also inside lists and dictionaries. In TypeScript, `JSON.stringify` rejects a
`bigint` and what holds itself; all else it changes or drops, which is [lossy-step-result](lossy-step-result.md).

## Why it breaks on replay

A step's result is stored as JSON. The step does its work, then storing the result fails with "TypeError: Object of type ... is not
JSON serializable". The failed step is not recorded, so each retry does its work again: with the default retries, four times.

Some engines store what `str()` makes of such a value: nothing fails, but the code after the step is handed a text like
`"{'tea', 'milk'}"`. With them, dates, `Decimal`, `UUID` and others whose text says it all are no mistake.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    due = await context.run("get-due-date", lambda: datetime.now(timezone.utc))
    await context.run("send-invoice", lambda: send_invoice(due))
```

```typescript
export const { POST } = serve(async (context) => {
  const balance = await context.run("get-balance", () => BigInt("9007199254740993"));
  await context.run("send-balance", () => sendBalance(balance));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    due = await context.run("get-due-date", lambda: datetime.now(timezone.utc).isoformat())
    await context.run("send-invoice", lambda: send_invoice(due))
```

```typescript
export const { POST } = serve(async (context) => {
  const balance = await context.run("get-balance", () => BigInt("9007199254740993").toString());
  await context.run("send-balance", () => sendBalance(BigInt(balance)));
});
```

## Fix safety

Turning the value into JSON is safe: a run could never get past this step. In TypeScript, a `bigint` in an object is turned back into a `BigInt`
wherever the code reads it for more than its text. It is unsafe where the code passes the object on as a whole, in which others may look for a
`bigint`, and there is no fix where the result's type is written down.
"""

from __future__ import annotations

from wflint.rules._families.encoding import described, refused, wanted
from wflint.rules.api import (
    FixClass,
    Format,
    Handler,
    Level,
    Report,
    Returned,
    Rule,
    StepCall,
    name_site,
    returned_by,
    step_label,
)
from wflint.rules.unserializable_step_result.encoded_results import encoded
from wflint.serialization.json_check import SerializationError

_ONCE = frozenset({"generator", "async_generator"})

RULE = Rule(
    code="WF501",
    summary="A step returns something that is not JSON",
    level=Level.ERROR,
    holds_for=lambda engine: not engine.codec.drops,
    fixes=(FixClass.SAFE, FixClass.UNSAFE),
)


def check(handler: Handler, report: Report) -> None:
    """Report returned values that cannot be stored."""
    for step in handler.steps:
        if handler.profile.codec.arguments and any(handler.rejected(each) for each in step.given.values()):
            continue  # it is never run
        # What can be awaited, but is not, is thenable-step-result.
        for returned in step.returned if not (step.is_typed or step.returns_thenable) else ():
            why = handler.rejected(returned.value) or _rejected_in_helper(handler, returned)
            if why is not None and returned.node is not None:
                _report(handler, report, step, returned, why)


def _rejected_in_helper(handler: Handler, returned: Returned) -> SerializationError | None:
    """Return why one of the things that a helper returns is rejected, where nothing is known of others."""
    found = (handler.rejected(inner.value) for inner in returned_by(handler, returned))
    return next((why for why in found if why is not None), None)


def _report(
    handler: Handler, report: Report, step: StepCall, returned: Returned, why: SerializationError
) -> None:
    kind = handler.profile.codec.kind
    finding = report.error(returned.site, _message(handler, step, why)).label(refused(kind, why))
    if step.name is not None and step.name.node is not None:
        finding.step(name_site(step), kind.stored)
    for inner in returned_by(handler, returned):
        if handler.rejected(inner.value) is not None:
            finding.cause(inner.site, f"the {why.type} comes from here")
    finding.help(f"return {wanted(kind, why)}")
    if handler.rejected(returned.value) is not None:
        finding.fix(encoded(handler, step, returned, why))


def _message(handler: Handler, step: StepCall, why: SerializationError) -> str:
    codec = handler.profile.codec
    if codec.kind is Format.JSON_AS_TEXT and not why.is_key:
        return f"{step_label(step)} returns {described(why, step.site.module.words)}, which JSON does not have: {_as_text(why.type)}"
    rejects = codec.rejects_key if why.is_key else codec.rejects
    if why.is_circle:
        rejects = codec.rejects_circle
    elif why.type == "function" and not why.is_key:
        rejects = codec.rejects_function or codec.rejects
    failure = rejects.format(type=why.type, step=step.constant_name or "...")
    then = "before the generator has run" if why.type in _ONCE and not why.within else codec.then
    return f'{step_label(step)} returns {described(why, step.site.module.words)} and fails with "{failure}" {then}'


def _as_text(type_: str) -> str:
    """Return what comes back of a value where its text is stored, as a clause."""
    if type_ in _ONCE:
        return "its items never come back"
    return "what comes back is the text that `str()` makes of it"
