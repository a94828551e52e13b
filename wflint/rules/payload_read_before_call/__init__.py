"""# payload-read-before-call

## What it does

Finds handlers that use `context.call` and depend on the payload before their first step: they subscript it, validate it, or return early
because of it.

## Why it breaks on replay

The answer to a `context.call` comes with a delivery of its own, whose payload is the answer: `{"status": ..., "header": ..., "body": ...}`. That
delivery runs the handler up to its first step, too. There `payload["order_id"]` is a `KeyError`, a model rejects the payload, and a guard
turns the delivery away. The answer is never stored, and after some retries the run fails.

Once a step has run, the delivery does not get that far, so a step that returns the payload settles the matter. `payload.get(...)`
alone does no harm.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order_id = context.request_payload["order_id"]
    reply = await context.call("ship", url="https://api.example.com/ship", method="POST", body={"id": order_id})
    await context.run("note", lambda: note(reply.status))
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

## Fix safety

Reading the payload in a step is safe for new runs. It adds a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Branch,
    Context,
    Draft,
    FixDraft,
    FromRequest,
    Handler,
    InputAccess,
    Level,
    Note,
    Payload,
    Role,
    Rule,
    Site,
    StepCall,
    StepKind,
    UseKind,
    ValueUse,
    below,
    breaks,
    chain_notes,
    handler_note,
    ir,
)
from wflint.rules.payload_read_before_call.guards import in_callees, leaves_without_payload, survived

RULE = Rule(
    code="WF606",
    summary="The handler depends on the payload before its first step, and uses call",
    level=Level.ERROR,
    whoever_calls=False,
    applies=lambda engine: engine.calls,
)

_VALIDATES = frozenset(
    {
        "model_validate", "parse_obj", "validate_python", "from_dict", "structure", "convert", "model_validate_strings",
        "validate", "TypeAdapter", "fromdict",
    }
)  # fmt: skip


def check(handler: Handler) -> Iterator[Draft]:
    """Find what goes wrong in the delivery that brings the answer of a call."""
    call = next((step for step in handler.steps if step.method.kind is StepKind.CALL and step.ran), None)
    if call is None:
        return
    input_accesses = {id(access.used): access for access in handler.input_accesses}
    prelude = [
        access for access in handler.input_accesses if access.prelude and isinstance(access.used.of, Payload)
    ]
    caught, callees = survived(handler.events), in_callees(handler.events)
    for event, _ in handler.trail:
        if isinstance(event, ValueUse):
            access = input_accesses[id(event)]
            why = _why(handler, access) if access.prelude and id(event) not in caught else ""
            if why:
                yield _draft(handler, call, access.anchor, access, why)
                return
        elif isinstance(event, Branch) and id(event) not in callees and _turns_away(handler, event):
            first = next((access for access in prelude if access.used.use is not UseKind.ATTRIBUTE), None)
            why = "so the handler returns without a step"
            yield _draft(handler, call, first.anchor if first else event.site, first, why)
            return


def _why(handler: Handler, access: InputAccess) -> str:
    """What happens where another payload than the run's is looked into; empty where nothing does."""
    used = access.used
    if not (isinstance(used.of, Payload) and used.of.whole) or used.guarded:
        return ""
    if used.use is UseKind.ITEM:
        key = used.key.value.constant if used.key else None
        return (
            f"so `[{key.value!r}]` is not in it"
            if key and isinstance(key.value, str)
            else "so the item is not in it"
        )
    if used.use is UseKind.ARGUMENT and (
        used.name.endswith("(**)") or used.name.rpartition(".")[2] in _VALIDATES
    ):
        return f"which `{used.name.removesuffix('(**)')}` does not accept"
    registration = handler.registration
    parsed = registration is not None and registration.options.get(None, handler.profile.registration.parser)
    if parsed and used.use is UseKind.ATTRIBUTE and not hasattr(dict, used.name):
        return "which the parser of the payload does not accept"
    return ""


def _turns_away(handler: Handler, branch: Branch) -> bool:
    about_payload = any(
        isinstance(taint, FromRequest) and taint.what == "payload" and taint.part
        for taint in branch.test.taint
    )
    if not about_payload or not leaves_without_payload(branch):
        return False
    nodes = handler.graph.of(branch)
    return bool(nodes) and handler.behind_steps.isdisjoint(nodes)


def _draft(handler: Handler, call: StepCall, site: Site, access: InputAccess | None, why: str) -> Draft:
    label = handler.label(call)
    message = f"The delivery that brings the answer to {label} has that answer for a payload, {why}: the answer is never stored"
    method = call.method.method
    notes = [
        handler_note(handler),
        Note(call.site, f"the answer to this `{method}` comes as a payload", Role.STEP),
    ]
    if access is not None:
        notes += chain_notes(access.chain, "the payload is read here")
    help_ = 'read the payload in a step: `payload = await context.run("get-payload", lambda: context.request_payload)`'
    label = "not the run's payload in that delivery"
    return Draft(Level.ERROR, message, site, label, tuple(notes), help_, fix=_fix(handler))


def _fix(handler: Handler) -> FixDraft | None:
    """Read the payload in a step where the handler first asks the context for it."""
    members = handler.profile.members.payload
    reads = (node for node in handler.facts.values if isinstance(node, ir.Attribute) and node.attr in members)
    first = next((node for node in reads if _gives_context(handler, node.value)), None)
    own = {id(node) for node, _ in below(handler.function)}
    if first is None or id(first) not in own:
        return None
    site = Site(handler.site.module, first, handler.function.outermost)
    return breaks("read the payload in a step", lambda rewrite: rewrite.wrap_in_step(site, handler.writer))


def _gives_context(handler: Handler, node: ir.Expr) -> bool:
    value = handler.facts.values.get(node)
    return value is not None and isinstance(value.only, Context)
