"""# call-arguments

## What it does

Finds arguments that `context.call` does not take: a URL by position, `json=`, `data=`, `params=` and other names of HTTP clients, a missing
`url`. It also finds a body that is text already, by `json.dumps(...)` or otherwise.

## Why it breaks on replay

An argument that `call` does not take is a `TypeError` in every delivery and every retry, after the steps before have done their
work. A body that is text is encoded once more by the SDK, which makes JSON of every body: the other side gets a quoted string
and no object.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = await context.run("get-order", lambda: context.request_payload)
    await context.call("ship", "https://api.example.com/ship", method="POST", json=order)
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = await context.run("get-order", lambda: context.request_payload)
    await context.call("ship", url="https://api.example.com/ship", method="POST", body=order)
```

## Fix safety

Naming the argument is safe: a run could never get past this point. So is passing an object for its JSON text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from wflint.rules.api import (
    Actual,
    Const,
    Draft,
    External,
    FixDraft,
    Handler,
    Instance,
    Level,
    Rewriter,
    Rewritten,
    Rule,
    Site,
    StepCall,
    StepKind,
    handler_note,
    ir,
    keeps,
)

RULE = Rule(
    code="WF603",
    summary="A call step is given arguments that it does not take",
    level=Level.ERROR,
    applies=lambda engine: engine.calls,
)

_INSTEAD = {
    "json": "pass the object as `body=`",
    "data": "pass the object as `body=`",
    "content": "pass the object as `body=`",
    "payload": "pass the object as `body=`",
    "params": "write the query into `url=`",
    "query": "write the query into `url=`",
    "retry_delay": "say only how often to try again: `retries=`",
    "auth": "pass the credentials in `headers=`",
    "cookies": "pass them in `headers=`",
}


_BODIES = frozenset({"json", "data", "content", "payload"})


def check(handler: Handler) -> Iterator[Draft]:
    """Find call steps with the wrong arguments."""
    told: set[Site] = set()
    for step in handler.steps:
        if step.method.kind is StepKind.CALL and step.site not in told:
            told.add(step.site)
            drafts = list(_not_taken(handler, step))
            yield from drafts or _missing(handler, step)
            yield from _encoded(handler, step)


def _not_taken(handler: Handler, step: StepCall) -> Iterator[Draft]:
    story = (handler_note(handler),)
    known = (*step.method.parameters, *step.method.keyword_parameters)
    given = set(step.arguments)
    for key, actual in step.surplus.items():
        if isinstance(key, int):
            free = next((name for name in step.method.keyword_parameters if name not in given), "url")
            message = f"`{step.method.method}` takes only the name by position, so this argument is a `TypeError` in every delivery"
            site, help_ = _site(step, actual), f"name it: `{free}=...`"
            yield Draft(Level.ERROR, message, site, "by position", story, help_, fix=_all_named(step, given))
            # What follows it by position is wrong for the same reason.
            return
        snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()
        close = difflib.get_close_matches(snake, known, n=1)
        help_ = _INSTEAD.get(snake) or (f"did you mean `{close[0]}=`?" if close else _taken(known))
        message = f"`{step.method.method}` takes no `{key}`: a `TypeError` in every delivery"
        right = "body" if snake in _BODIES else close[0] if snake != key and close else None
        site = _site(step, actual)
        fix = _renamed(site, right) if right is not None and right not in given else None
        yield Draft(Level.ERROR, message, site, "not taken", story, help_, fix=fix)


def _missing(handler: Handler, step: StepCall) -> Iterator[Draft]:
    missing = next(iter(step.method.keyword_parameters), None)
    if missing is None or missing in step.arguments or step.open_arguments:
        return
    message = f"`{step.method.method}` needs `{missing}=`: without it, every delivery fails with `TypeError`"
    yield Draft(
        Level.ERROR, message, step.site, "no address", (handler_note(handler),), f"add `{missing}=...`"
    )


def _encoded(handler: Handler, step: StepCall) -> Iterator[Draft]:
    body = step.arguments.get("body")
    if (
        body is None
        or not body.value.alternatives
        or not all(_is_text(ref) for ref in body.value.alternatives)
    ):
        return
    message = "The body is text already, and the SDK makes JSON of it once more: the other side gets a quoted string"
    help_ = "pass the object itself, the SDK encodes it"
    site = _site(step, body)
    story, fix = (handler_note(handler),), _decoded(handler, site)
    yield Draft(Level.WARNING, message, site, "encoded twice", story, help_, fix=fix)


def _all_named(step: StepCall, given: set[str]) -> FixDraft | None:
    """Name every argument that is given by position, in the order of the parameters."""
    free = (name for name in step.method.keyword_parameters if name not in given)
    positional = (actual for key, actual in step.surplus.items() if isinstance(key, int))
    named = list(zip((_site(step, actual) for actual in positional), free, strict=False))

    def rewrite_all(rewrite: Rewriter) -> Rewritten:
        whole = Rewritten(())
        for site, name in named:
            whole += rewrite.name_argument(site, name)
        return whole

    return replace(keeps("name the arguments", rewrite_all), reveals=True) if named else None


def _renamed(site: Site, name: str) -> FixDraft:
    fix = keeps(f"pass it as `{name}=`", lambda rewrite: rewrite.name_argument(site, name))
    return replace(fix, reveals=True)


def _decoded(handler: Handler, site: Site) -> FixDraft | None:
    """Pass what `json.dumps` is given."""
    node = site.node
    func = handler.facts.values.get(node.func) if isinstance(node, ir.Call) else None
    if func is None or func.only != External("json.dumps"):
        return None
    return keeps("pass the object itself", lambda rewrite: rewrite.unwrap_call(site))


def _is_text(ref: object) -> bool:
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"


def _site(step: StepCall, actual: Actual) -> Site:
    return step.frame.site(actual.node) if actual.node is not None else step.site


def _taken(names: tuple[str, ...]) -> str:
    return f"it takes {', '.join(f'`{name}`' for name in names)}"
