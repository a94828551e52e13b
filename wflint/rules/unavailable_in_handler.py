"""# unavailable-in-handler

## What it does

Finds calls, in the handler or in any function that it calls, of what the engine does not offer where it runs handlers: some engines run
them in a sandbox without network, timers and the runtime's modules. The functions of steps run outside of it and may use all of them.

In Python, this has no counterpart: no engine that wflint knows runs handlers in a sandbox.

## Why it breaks on replay

It is an error where the engine lacks the very thing, and a warning where a client of another system needs what it lacks.

Such an engine can replay a handler because nothing from outside reaches it: the clock and random numbers come from the log, and
what cannot be recorded is left out. Calling something that is left out fails the run at that point, or the build before.

## Example

```typescript
import { charge } from "./steps";

export async function orders(id: string) {
  "use workflow";
  const response = await fetch(`https://shop.example.com/orders/${id}`);
  const order = await response.json();
  await charge(order);
}
```

## Use instead

```typescript
import { fetch } from "workflow";
import { charge } from "./steps";

export async function orders(id: string) {
  "use workflow";
  const response = await fetch(`https://shop.example.com/orders/${id}`);
  const order = await response.json();
  await charge(order);
}
```

## Fix safety

Importing what takes the place of a function is safe: no run could get past this point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wflint.rules.api import (
    Effect,
    EffectCall,
    FixClass,
    FixDraft,
    Handler,
    LackedNames,
    Level,
    Report,
    Rule,
    at_node,
    called,
    ir,
    keeps,
    name_spelled,
    spelled,
    walk_nodes,
)

RULE = Rule(
    code="WF617",
    summary="A handler uses a feature that its engine lacks",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: engine.runtime is not None and bool(engine.runtime.lacks),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report calls in replayed code that the engine does not let it make."""
    runtime = handler.profile.runtime
    refused = set[int]()
    for effect in handler.unavailable:
        call = effect.call
        if _owner(call) in refused:
            refused.add(id(call.site.node))
            continue  # what is asked of something that cannot be made is the same mistake
        lacking = runtime.refusing(call.name, call.row.effect.value) if runtime is not None else None
        if lacking is None or _is_given(lacking, effect):
            continue
        refused.add(id(call.site.node))
        name = _spelled(call)
        # How a client reaches its system is its own affair: it may be made for such a place.
        level = Level.ERROR if lacking.include(call.name) else Level.WARNING
        finding = report.add(level, effect.anchor, lacking.message.format(name=name)).label(
            "not available here"
        )
        finding.chain(effect.chain, "it is called here").help(lacking.instead.format(name=name))
        finding.without_replay().fix(_fix(lacking, effect))


def _owner(call: EffectCall) -> int:
    """Return which call gives the object whose method is called: `createHash()` of `createHash().update()`."""
    match call.site.node:
        case ir.Call(func=ir.Attribute(value=owner)):
            return id(owner)
        case _:
            return 0


def _fix(lacking: LackedNames, effect: Effect) -> FixDraft | None:
    """Call what takes the place of a function, where the handler calls it by its name."""
    node = effect.anchor.node
    if not lacking.replaced_by or len(effect.chain) > 1 or not isinstance(node, ir.Call):
        return None
    if not isinstance(node.func, ir.Name):
        return None
    site = at_node(effect.anchor, node.func)
    message = f"import `{lacking.replaced_by.rpartition('.')[2]}` of the SDK"
    return keeps(message, lambda rewrite: rewrite.apply(site, f"<{lacking.replaced_by}>")).revealing()


def _spelled(call: EffectCall) -> str:
    """Return what code calls, as it spells that; what stands for it in an idiom, by its own name."""
    own, spelling = re.split(r"[.#]", name_spelled(call.name))[-1], called(call.site.node)
    return spelling if re.search(rf"\b{re.escape(own)}\(", spelling) else f"{own}()"


def _is_given(lacking: LackedNames, effect: Effect) -> bool:
    """Return whether code on the way to a call assigns what is missing: `globalThis.fetch = fetch`."""
    owner, _, name = lacking.given_to.rpartition(".")
    modules = {site.module: None for site in effect.call.path} if owner else {}
    return any(
        isinstance(node, ir.Attribute) and node.attr == name and spelled(node.value).endswith(owner)
        for module in modules
        if owner in module.body.mentions
        for node in _assigned(module)
    )


def _assigned(module: ir.Module) -> Iterator[ir.Expr]:
    """Yield what the code of a module assigns."""
    for node in walk_nodes(module.body.block):
        if isinstance(node, ir.Assign):
            yield from node.targets
        elif isinstance(node, ir.AssignExpr):
            yield node.target
