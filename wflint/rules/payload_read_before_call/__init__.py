"""# payload-read-before-call

## What it does

Finds handlers that use `context.call` and depend on the payload before their first step: they subscript it, validate it, or return early
because of it.

## Why it breaks on replay

The response to a `context.call` arrives in a delivery of its own, with the response as its payload: `{"status": ..., "header": ..., "body":
...}`. That delivery runs the handler up to its first step, too. There `payload["order_id"]` is a `KeyError`, a model rejects the payload, and a
guard turns the delivery away. The response is never stored, and after some retries the run fails.

Once a step has run, the delivery does not get that far, so a step that returns the payload settles the matter. `payload.get(...)`
alone does no harm.

In TypeScript a field that is missing is `undefined`, which does no harm by itself: reading from it fails, `payload.customer.id`.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order_id = context.request_payload["order_id"]
    reply = await context.call("ship", url="https://api.example.com/ship", method="POST", body={"id": order_id})
    await context.run("note", lambda: note(reply.status))
```

```typescript
export const { POST } = serve<{ customer: { id: string } }>(async (context) => {
  const id = context.requestPayload.customer.id;
  const { status } = await context.call("ship", { url: "https://api.example.com/ship", method: "POST", body: id });
  await context.run("charge", () => charge(status));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    payload = await context.run("get-payload", lambda: context.request_payload)
    order_id = payload["order_id"]
    reply = await context.call("ship", url="https://api.example.com/ship", method="POST", body={"id": order_id})
    await context.run("note", lambda: note(reply.status))
```

```typescript
export const { POST } = serve<{ customer: { id: string } }>(async (context) => {
  const payload = await context.run("get-payload", () => context.requestPayload);
  const id = payload.customer.id;
  const { status } = await context.call("ship", { url: "https://api.example.com/ship", method: "POST", body: id });
  await context.run("charge", () => charge(status));
});
```

## Fix safety

Reading the payload in a step adds a step, which runs in flight do not have: the fix is *drain*.
"""

from __future__ import annotations

from wflint.rules._families.payload import own_site, payload_reads
from wflint.rules.api import (
    Branch,
    FixClass,
    FixDraft,
    FromRequest,
    Handler,
    InputAccess,
    Level,
    Payload,
    Report,
    Rule,
    Site,
    StepCall,
    StepKind,
    UseKind,
    ValueUse,
    breaks,
    run_example,
    step_label,
)
from wflint.rules.payload_read_before_call.failing import failing
from wflint.rules.payload_read_before_call.guards import in_callees, leaves_without_payload, survived

RULE = Rule(
    code="WF606",
    summary="The handler depends on the payload before its first step, and uses call",
    level=Level.ERROR,
    include_helpers=False,
    holds_for=lambda engine: engine.calls,
    fixes=(FixClass.DRAIN,),
)


def check(handler: Handler, report: Report) -> None:
    """Report the first thing that goes wrong in the delivery that brings the answer of a call."""
    call = next((step for step in handler.steps if step.method.kind is StepKind.CALL and step.ran), None)
    if call is None:
        return
    accesses = {id(access.used): access for access in handler.input_accesses}
    caught, callees = survived(handler.events), in_callees(handler.events)
    for event, _ in handler.trail:
        if isinstance(event, ValueUse):
            access = accesses[id(event)]
            why = failing(handler, access) if access.prelude and id(event) not in caught else ""
            if why:
                _report(handler, report, call, access.anchor, access, why)
                return
        elif isinstance(event, Branch) and id(event) not in callees and _turns_away(handler, event):
            read = next(filter(_is_read_early, accesses.values()), None)
            site = read.anchor if read is not None else event.site
            _report(handler, report, call, site, read, "so the handler returns without a step")
            return


def _report(
    handler: Handler, report: Report, call: StepCall, site: Site, read: InputAccess | None, why: str
) -> None:
    message = (
        f"The delivery that brings the response to {step_label(call)} has that response as its payload, {why}: "
        "the response is never stored"
    )
    finding = report.error(site, message).label("not the run's payload in that delivery")
    finding.step(call.site, f"the response to this `{call.method.method}` comes as a payload")
    if read is not None:
        finding.chain(read.chain, "the payload is read here")
    finding.help(f"read the payload in a step: `{_example(handler, site)}`").fix(_fix(handler))


def _example(handler: Handler, site: Site) -> str:
    """Return a step that reads the payload, as it is written in the handler."""
    words, members = site.module.words, handler.profile.members.payload
    read = words.function.format(f"{handler.profile.new_step.example}.{members[0]}")
    return words.declared.format(name="payload", value=run_example(handler, "get-payload", read))


def _turns_away(handler: Handler, branch: Branch) -> bool:
    """Return whether a branch leaves the handler before any step where the payload lacks something."""
    about_payload = any(
        isinstance(taint, FromRequest) and taint.what == "payload" and taint.part
        for taint in branch.test.taint
    )
    if not about_payload or not leaves_without_payload(branch):
        return False
    return bool(handler.graph.of(branch)) and handler.order.is_before_steps(branch)


def _is_read_early(access: InputAccess) -> bool:
    """Return whether the payload is looked into before any step, other than by an attribute."""
    return access.prelude and isinstance(access.used.of, Payload) and access.used.use is not UseKind.ATTRIBUTE


def _fix(handler: Handler) -> FixDraft | None:
    """Read the payload in a step where the handler first asks the context for it."""
    reads = payload_reads(handler)
    site = own_site(handler, reads[0]) if reads else None
    if site is None:
        return None
    return breaks("read the payload in a step", lambda rewrite: rewrite.wrap_in_step(site, handler.writer))
