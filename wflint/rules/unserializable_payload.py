"""# unserializable-payload

## What it does

Finds bodies of `context.call` that `json.dumps` rejects (dates, `Decimal`, `UUID`, sets, models, dataclasses, also nested), and an
`initial_payload_parser` that returns a model or another object.

## Why it breaks on replay

The SDK sends both as JSON. A body that is none fails with "TypeError: Object of type ... is not JSON serializable" again with each
retry, and the call is never made. What a parser returns is stored as the run's payload, so an object is rejected when the run is
started, and no run starts.

## Example

```python
@serve.post("/invoices")
async def invoices(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("prepare", prepare)
    await context.call("announce", url=URL, method="POST", body={"due": date(2030, 1, 1)})
```

## Use instead

```python
@serve.post("/invoices")
async def invoices(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("prepare", prepare)
    await context.call("announce", url=URL, method="POST", body={"due": date(2030, 1, 1).isoformat()})
```

## Fix safety

Turning the value into JSON is safe: no run could get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.encoding import dumps_model, rejected_parts
from wflint.rules.api import (
    Draft,
    FixDraft,
    Handler,
    Level,
    Note,
    Payload,
    Returned,
    Rewriter,
    Rewritten,
    Role,
    Rule,
    Site,
    StepCall,
    UseKind,
    Value,
    handler_note,
    ir,
    keeps,
)
from wflint.serialization.json_check import SerializationError

RULE = Rule(
    code="WF506", summary="A payload is not JSON", level=Level.ERROR, applies=lambda engine: engine.calls
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find bodies and parsed payloads that cannot be sent."""
    told: set[object] = set()
    for step in handler.steps:
        if step.method.body is not None and step.site not in told:
            for draft in _body(handler, step, step.method.body):
                told.add(step.site)
                yield draft
    for returned in handler.parsed:
        why = handler.rejected(returned.value)
        if why is not None and returned.node is not None:
            yield _parsed(handler, returned, why)


def _body(handler: Handler, step: StepCall, parameter: str) -> Iterator[Draft]:
    body = step.arguments.get(parameter)
    why = handler.rejected(body.value) if body is not None else None
    if body is None or body.node is None or why is None:
        return
    label = handler.label(step)
    where = f" in `{why.within}`" if why.within else ""
    message = (
        f'The body of {label} has a {why.type}{where}, so the call is never made: it fails with "{_failure(why)}", '
        "again with each retry"
    )
    notes = (handler_note(handler), Note(step.site, "sends its body as JSON", Role.STEP))
    site, label = step.frame.site(body.node), f"a {why.type} is not JSON"
    yield Draft(Level.ERROR, message, site, label, notes, _help(why), fix=_fix(handler, site, body.value))


def _parsed(handler: Handler, returned: Returned, why: SerializationError) -> Draft:
    where = f" in `{why.within}`" if why.within else ""
    message = (
        f"The parser returns a {why.type}{where}, which the SDK makes JSON of again: "
        f'starting a run fails with "{_failure(why)}"'
    )
    help_ = "return plain data from the parser, or leave it out and make the object in the handler"
    notes = (Note(handler.site, "no run of this handler starts", Role.HANDLER),)
    label = f"a {why.type} is not JSON"
    # A parser that is given by name is no expression that could be changed here.
    is_body = isinstance(returned.node, ir.Call)
    fix = _fix(handler, returned.site, returned.value) if is_body and not _needs_object(handler) else None
    return Draft(Level.ERROR, message, returned.site, label, notes, help_, fix=fix)


def _needs_object(handler: Handler) -> bool:
    """Whether the handler reads attributes of its payload, which plain data lacks."""
    uses = (access.used for access in handler.input_accesses if isinstance(access.used.of, Payload))
    return any(used.use is UseKind.ATTRIBUTE and not hasattr(dict, used.name) for used in uses)


def _fix(handler: Handler, site: Site, value: Value) -> FixDraft | None:
    if dumps_model(site.node):
        count = len(site.node.args) if isinstance(site.node, ir.Call) else 0
        return keeps(
            "dump it as JSON has it", lambda rewrite: rewrite.add_argument(site, count, 'mode="json"')
        )
    parts = rejected_parts(handler, site.node, value) if isinstance(site.node, ir.Expr) else None
    if not parts:
        return None
    places = [(Site(site.module, part.node, site.outermost), part.codec.encode) for part in parts]

    def encoded(rewrite: Rewriter) -> Rewritten:
        whole = Rewritten(())
        for place, template in places:
            whole += rewrite.apply(place, template)
        return whole

    return keeps("make plain data of it", encoded)


def _failure(why: SerializationError) -> str:
    if why.is_key:
        return f"TypeError: keys must be str, int, float, bool or None, not {why.type}"
    return f"TypeError: Object of type {why.type} is not JSON serializable"


def _help(why: SerializationError) -> str:
    return (
        f"send something that JSON has: `{why.remedy.format('...')}`"
        if why.remedy
        else "send something that JSON has"
    )
