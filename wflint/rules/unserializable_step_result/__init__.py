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

from collections.abc import Iterable, Iterator

from wflint.rules._families.encoding import Part, dumps_model, rejected_parts
from wflint.rules.api import (
    Closure,
    Codec,
    Draft,
    FixDraft,
    Format,
    Handler,
    Level,
    Note,
    ResultPart,
    Returned,
    Rewriter,
    Rewritten,
    Role,
    Rule,
    Site,
    StepCall,
    StepResult,
    UseKind,
    ValueUse,
    called,
    handler_note,
    ir,
    keeps,
)
from wflint.serialization.codecs import result_codec
from wflint.serialization.json_check import SerializationError

RULE = Rule(code="WF501", summary="A step returns something that is not JSON", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find returned values that cannot be stored."""
    told: set[object] = set()
    for step in handler.steps:
        for returned in step.returned if not step.is_typed else ():
            why = handler.rejected(returned.value)
            if why is not None and returned.node is not None and returned.site not in told:
                told.add(returned.site)
                yield _draft(handler, step, returned, why)


def _draft(handler: Handler, step: StepCall, returned: Returned, why: SerializationError) -> Draft:
    codec = handler.profile.codec
    rejects = codec.rejects_function if why.type == "function" else ""
    failure = (codec.rejects_key if why.is_key else rejects or codec.rejects).format(
        type=why.type, step=step.constant_name or "..."
    )
    where = f" in `{why.within}`" if why.within else ""
    message = f'{handler.label(step)} returns a {why.type}{where} and fails with "{failure}" {codec.then}'
    notes = [handler_note(handler)]
    if step.name is not None and step.name.node is not None:
        notes.append(Note(step.frame.site(step.name.node), codec.kind.stored, Role.STEP))
    for inner in handler.returned_by(returned):
        if handler.rejected(inner.value) is not None:
            notes.append(Note(inner.site, f"the {why.type} comes from here", Role.CAUSE))
    remedy = f": `{why.remedy.format('...')}`" if why.remedy else ""
    help_ = f"return {codec.kind.wants}{remedy}"
    if returned.node is not None and why.remedy and not why.within and not why.is_key:
        spelled = called(returned.node)
        help_ = f"return `{why.remedy.format(spelled if '...' not in spelled else 'value')}` instead"
    label = f"a {why.type} {codec.kind.refuses}"
    return Draft(
        Level.ERROR, message, returned.site, label, tuple(notes), help_, fix=_fix(handler, step, returned)
    )


def _fix(handler: Handler, step: StepCall, returned: Returned) -> FixDraft | None:
    node = returned.node
    if node is None or not step.method.parameters:
        return None  # a decorator has made a step of the function, which other code may call as well
    if handler.profile.codec.kind is Format.PICKLE:
        return _listed(handler, returned)
    if dumps_model(node):
        count = len(node.args) if isinstance(node, ir.Call) else 0
        return keeps(
            "dump it as JSON has it",
            lambda rewrite: rewrite.add_argument(returned.site, count, 'mode="json"'),
        )
    parts = rejected_parts(handler, node, returned.value)
    if not parts:
        return None
    if parts[0].node is node:
        return _encoded(step, returned, parts[0].codec)
    uses = [use for part in parts for use in _uses(handler, step, part)]
    if any(use is None for use in uses):
        whole = result_codec(returned.value, handler.base_classes)
        return _encoded(step, returned, whole) if whole is not None else None
    encoded = [
        (Site(returned.site.module, part.node, returned.site.outermost), part.codec.encode) for part in parts
    ]
    applied = [*encoded, *(use for use in uses if use is not None)]
    return keeps("make plain data of it", lambda rewrite: _applied(rewrite, applied))


def _listed(handler: Handler, returned: Returned) -> FixDraft | None:
    """Make a list of what a pickle does not take; nothing else has one way to be mended."""
    why = handler.rejected(returned.value)
    if why is None or not why.remedy or why.within:
        return None
    return keeps("make a list of it", lambda rewrite: rewrite.apply(returned.site, why.remedy))


def _encoded(step: StepCall, returned: Returned, codec: Codec) -> FixDraft:
    """Encode the whole of what is returned, and decode the step's result."""
    place = _place(step, returned)
    return keeps(
        "make plain data of it",
        lambda rewrite: rewrite.encode_result(step.site, place, codec, awaits=step.gives_coroutine),
    )


def _place(step: StepCall, returned: Returned) -> Site:
    """What to encode: the returned expression, or a call of the function where that is given by name.

    A function that is given by name may be called elsewhere, so what it returns stays as it is.
    """
    given = step.function.node if step.function is not None else None
    named = given is not None and not isinstance(given, ir.Lambda) and not _is_own(step, given)
    return step.frame.site(given) if named and given is not None else returned.site


def _is_own(step: StepCall, given: ir.Expr) -> bool:
    """Whether a step's function is defined in the function that runs the step."""
    function = step.function.value.only if step.function is not None else None
    local = isinstance(function, Closure) and function.env.is_replayed and function.receiver is None
    return local and isinstance(given, ir.Name)


def _uses(handler: Handler, step: StepCall, part: Part) -> Iterator[tuple[Site, str] | None]:
    """Where the handler uses a part of the result as what it was, with what makes it that again; `None` for unclear uses."""
    for event, _ in handler.trail:
        if (
            not isinstance(event, ValueUse)
            or not isinstance(event.of, StepResult)
            or event.of.step is not step
        ):
            continue
        if event.use in (UseKind.TEST, UseKind.ARGUMENT) or not _concerns(event.of, part):
            continue
        node = event.site.node
        exact = event.of.place == part.keys and event.use is UseKind.ATTRIBUTE
        if exact and isinstance(node, ir.Attribute) and part.codec.decode is not None:
            yield Site(event.site.module, node.value, event.site.outermost), part.codec.decode
        else:
            yield None


def _concerns(used: StepResult, part: Part) -> bool:
    """Whether what is used may be a part of the result, or lie in it."""
    if used.place is None:
        return True
    pairs = list(zip(used.place, part.keys, strict=False))
    same = all(one == two or None in (one, two) or isinstance(one, ResultPart) for one, two in pairs)
    return same and len(used.place) >= len(part.keys)


def _applied(rewrite: Rewriter, templates: Iterable[tuple[Site, str]]) -> Rewritten:
    whole = Rewritten(())
    for site, template in templates:
        whole += rewrite.apply(site, template)
    return whole
