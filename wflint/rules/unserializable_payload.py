"""# unserializable-payload

## What it does

Finds bodies of `context.call` that `json.dumps` rejects (dates, `Decimal`, `UUID`, sets, models, dataclasses, also nested), and an
`initial_payload_parser` that returns a model or another object. In TypeScript it finds big integers and objects that hold themselves in the
payloads of `client.trigger`, `context.invoke` and `notify`, in what `JSON.stringify` turns into a body, and in what `initialPayloadParser`
returns; everything else becomes JSON there, if not always what it was. Where the engine pickles what other workflows are given, and what is set
or sent for others to read, it finds lambdas, generators, locks and the like there.

## Why it breaks on replay

The SDK sends both as JSON. A body that is not JSON fails with "TypeError: Object of type ... is not JSON serializable" and again on every retry, and the call is never made. What
a parser returns is stored as the run's payload, so an object is rejected when the run is started, and no run starts. In TypeScript it is "TypeError: Do not know how to
serialize a BigInt". What cannot be pickled fails in the same way: nothing is started or stored.

## Example

```python
@serve.post("/invoices")
async def invoices(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("prepare", prepare)
    await context.call("announce", url=URL, method="POST", body={"due": date(2030, 1, 1)})
```

```typescript
const client = new Client();

export const { POST } = serve(async (context) => {
  await context.run("ship", () => client.trigger({ url: "https://example.com/ship", body: { weight: 5n } }));
});
```

## Use instead

```python
@serve.post("/invoices")
async def invoices(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("prepare", prepare)
    await context.call("announce", url=URL, method="POST", body={"due": date(2030, 1, 1).isoformat()})
```

```typescript
const client = new Client();

export const { POST } = serve(async (context) => {
  await context.run("ship", () => client.trigger({ url: "https://example.com/ship", body: { weight: "5" } }));
});
```

## Fix safety

Turning the value into JSON is safe: no run could get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.encoding import described, listed, made_plain, refused, wanted
from wflint.rules.api import (
    Actual,
    Collection,
    Consequence,
    Effect,
    FixClass,
    Format,
    Handler,
    Level,
    Payload,
    Report,
    Returned,
    Rule,
    Site,
    StepCall,
    StepKind,
    UseKind,
    Value,
    argument_site,
    called,
    ir,
    spelled,
    step_label,
    value_of,
    with_article,
)
from wflint.serialization.json_check import SerializationError

RULE = Rule(
    code="WF506",
    summary="A payload or message cannot be serialized",
    level=Level.ERROR,
    holds_for=lambda engine: engine.calls or engine.consequences.argument_unstored is not None,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report bodies and parsed payloads that cannot be sent."""
    outcome = handler.profile.consequences.argument_unstored
    if outcome is not None:
        _report_arguments(handler, report, outcome)
        return
    for step in handler.steps:
        for node, value in _bodies(handler, step):
            why = handler.rejected(value)
            if why is not None:
                _report_body(handler, report, step, step.site_of(node), value, why)
    for returned in handler.parsed:
        why = handler.rejected(returned.value)
        if why is not None and returned.node is not None:
            _report_parsed(handler, report, returned, why)
    for effect in handler.effects if handler.profile.sends else ():
        _report_sent(handler, report, effect)


def _bodies(handler: Handler, step: StepCall) -> Iterator[tuple[ir.Expr, Value]]:
    """Yield what is made JSON of for a step: its body, and what the code itself makes the text of a body of."""
    body = _body(step)
    if body is not None and body.node is not None:
        yield body.node, body.value
    encode = step.site.module.words.encode_json
    for name in step.method.takes_text:
        node = step.arguments[name].node if name in step.arguments else None
        if isinstance(node, ir.Call) and spelled(node) == encode:
            yield from ((each.value, value_of(handler, each.value)) for each in node.args[:1])


def _report_sent(handler: Handler, report: Report, effect: Effect) -> None:
    """Report a call of the engine's client that sends what is no JSON."""
    call, name = effect.call, handler.profile.sends.get(effect.call.name)
    for given in call.arguments[:1] if name is not None else ():
        for options in given.value.alternatives:
            sent = options.items.get(name) if isinstance(options, Collection) else None
            why = handler.rejected(sent) if sent is not None and given.value.only is options else None
            if why is not None:
                words = effect.anchor.module.words
                message = (
                    f"`{called(call.site.node)}` is given {described(why, words, str(name))} and fails with "
                    f'"{_failure(handler, why)}": nothing is sent'
                )
                finding = report.error(effect.anchor, message).label(refused(handler.profile.codec.kind, why))
                finding.chain(effect.chain, "sends it as JSON")
                finding.help(f"send {wanted(handler.profile.codec.kind, why)}")


def _report_arguments(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report arguments of other workflows, and values for others to read, that cannot be stored."""
    kind = handler.profile.codec.kind
    for step in handler.steps:
        is_child = step.method.kind is StepKind.CHILD
        is_stored = is_child or handler.profile.codec.arguments
        given = [*step.given.positional, *step.given.keywords.values()] if is_stored else []
        body = _body(step)
        for actual in [*given, *([body] if body is not None else [])]:
            why = handler.rejected(actual.value)
            if why is not None and actual.node is not None:
                site, call = argument_site(step, actual), f"`{called(step.site.node)}`"
                message = outcome.said(is_sync=handler.is_sync, call=call, a_type=with_article(why.type))
                finding = report.error(site, message).label(
                    f"{described(why, site.module.words)} {kind.refuses}"
                )
                finding.help(f"pass {wanted(kind, why)}")
                finding.fix(listed(site, why) if kind is Format.PICKLE else None)


def _body(step: StepCall) -> Actual | None:
    return step.arguments.get(step.method.body) if step.method.body is not None else None


def _report_body(
    handler: Handler, report: Report, step: StepCall, site: Site, value: Value, why: SerializationError
) -> None:
    kind = handler.profile.codec.kind
    message = (
        f"The body of {step_label(step)} has {described(why, site.module.words, 'body')}, so the call is never made: "
        f'it fails with "{_failure(handler, why)}", and again on every retry'
    )
    finding = report.error(site, message).label(refused(kind, why))
    finding.step(step.site, "sends its body as JSON")
    # What another workflow is sent has the type that this one declares for its payload.
    is_typed = "workflow" in step.arguments
    finding.help(f"send {wanted(kind, why)}").fix(None if is_typed else made_plain(handler, site, value))


def _report_parsed(handler: Handler, report: Report, returned: Returned, why: SerializationError) -> None:
    kind, words = handler.profile.codec.kind, returned.site.module.words
    message = (
        f"The parser returns {described(why, words)}, which the SDK encodes as JSON again: "
        f'starting a run fails with "{_failure(handler, why)}"'
    )
    finding = report.error(returned.site, message).label(refused(kind, why))
    finding.handler(handler.site, "no run of this handler starts")
    finding.help("return plain data from the parser, or leave it out and make the object in the handler")
    # A parser that is given by name is no expression that could be changed here.
    if isinstance(returned.node, ir.Call) and not _needs_object(handler):
        finding.fix(made_plain(handler, returned.site, returned.value))


def _failure(handler: Handler, why: SerializationError) -> str:
    codec = handler.profile.codec
    if codec.kind is Format.JSON_STRINGIFY:
        return codec.rejects_circle if why.is_circle else codec.rejects.format(type=why.type)
    if why.is_key:
        return f"TypeError: keys must be str, int, float, bool or None, not {why.type}"
    return f"TypeError: Object of type {why.type} is not JSON serializable"


def _needs_object(handler: Handler) -> bool:
    """Return whether the handler reads attributes of its payload, which plain data lacks."""
    uses = (access.used for access in handler.input_accesses if isinstance(access.used.of, Payload))
    return any(used.use is UseKind.ATTRIBUTE and not hasattr(dict, used.name) for used in uses)
