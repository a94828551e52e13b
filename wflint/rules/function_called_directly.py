"""# function-called-directly

## What it does

Finds calls of functions that are registered with the engine, where the registration puts something in their place that cannot be
called.

In TypeScript, this has no counterpart: the SDK returns a route in place of a handler, which nothing mistakes for the handler.

## Why it breaks on replay

The name holds what the engine has made of the function. Calling it is a `TypeError` in every delivery, so the run fails there with its
last attempt; nothing of the called function runs.

## Example

```python
import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="invoice", trigger=inngest.TriggerEvent(event="shop/invoice.due"))
async def invoice(ctx: inngest.Context) -> None:
    await ctx.step.run("send", send_invoice)


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("ship", ship)
    await invoice(ctx)
```

## Use instead

```python
import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="invoice", trigger=inngest.TriggerEvent(event="shop/invoice.due"))
async def invoice(ctx: inngest.Context) -> None:
    await ctx.step.run("send", send_invoice)


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    await ctx.step.run("ship", ship)
    await ctx.step.invoke("invoice", function=invoice, data=ctx.event.data)
```

## Fix safety

Where the function is called with the whole context, it is invoked with the data of the event instead. That is unsafe: it runs as a
run of its own, for another event.
"""

from __future__ import annotations

from wflint.rules.api import (
    Context,
    FixClass,
    FixDraft,
    Handler,
    Level,
    ReplacedCall,
    Report,
    Rule,
    breaks,
    called,
    ir,
    spelled,
    with_article,
)

RULE = Rule(
    code="WF319",
    summary="A registered function is called like a plain one",
    level=Level.ERROR,
    holds_for=lambda engine: any(each.gives for each in engine.handler),
    fixes=(FixClass.UNSAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report calls of what a registration gives in a function's place."""
    handed_over = {step.function.node for step in handler.steps if step.function is not None}
    for event, _ in handler.recorded(ReplacedCall):
        by, node = event.by, event.site.node
        type_ = by.pattern.gives.rpartition(".")[2]
        call = "The function of this step" if node in handed_over else f"`{called(node)}`"
        message = f"{call} fails with `TypeError: '{type_}' object is not callable`"
        finding = report.error(event.site, message).label(
            f"{with_article(f'`{type_}`')}, and not a function any more"
        )
        finding.cause(by.site, f"the registration returns the `{type_}`")
        template = handler.profile.new_step.invoke
        own = f": `{_written(handler, template, event)}`" if template else ""
        finding.help(f"let the engine run it{own}; or call a plain function that both share")
        finding.fix(_fix(handler, template, event) if template else None)


def _written(handler: Handler, template: str, event: ReplacedCall) -> str:
    context = handler.profile.new_step.example.partition(".")[0]
    call = template.format(context=context, name=f'"{event.name}"', function=event.name)
    return call if handler.is_sync else f"await {call}"


def _fix(handler: Handler, template: str, event: ReplacedCall) -> FixDraft | None:
    """Invoke the function where it is called with the handler's own context and nothing else."""
    node, arguments = event.site.node, event.arguments
    only = arguments.positional[0] if len(arguments.positional) == 1 else None
    context = only.value.only if only is not None else None
    if not isinstance(node, ir.Call) or only is None or not isinstance(only.node, ir.Name):
        return None
    if "..." in spelled(node.func):
        return None  # what is called has no name
    is_whole = isinstance(context, Context) and not context.path
    if not is_whole or arguments.keywords or arguments.rest is not None:
        return None
    name = handler.writer.free_name(event.name, event.site)
    text = template.format(context=only.node.id, name=f'"{name}"', function=spelled(node.func))
    fix = breaks("let the engine run it as a step", lambda rewrite: rewrite.apply(event.site, text))
    return fix.unsafe().revealing()
