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

from wflint.rules.api import (
    Const,
    Handler,
    Instance,
    Level,
    Ref,
    Report,
    Rule,
    StepCall,
    StepKind,
    argument_site,
    each_call_once,
)
from wflint.rules.call_arguments.fixes import all_named, decoded, free_keywords, renamed

RULE = Rule(
    code="WF603",
    summary="A call step is given arguments that it does not take",
    level=Level.ERROR,
    holds_for=lambda engine: engine.calls,
)

_BODIES = frozenset({"json", "data", "content", "payload"})
_INSTEAD = {
    **dict.fromkeys(_BODIES, "pass the object as `body=`"),
    "params": "write the query into `url=`",
    "query": "write the query into `url=`",
    "retry_delay": "say only how often to try again: `retries=`",
    "auth": "pass the credentials in `headers=`",
    "cookies": "pass them in `headers=`",
}


def check(handler: Handler, report: Report) -> None:
    """Report call steps with the wrong arguments."""
    for step in each_call_once(handler.steps):
        if step.method.kind is not StepKind.CALL:
            continue
        if step.surplus:
            _report_not_taken(report, step)
        else:
            _report_missing(report, step)
        _report_encoded(handler, report, step)


def _report_not_taken(report: Report, step: StepCall) -> None:
    """Report arguments that a call step does not take; of those by position the first, which the others follow."""
    known = (*step.method.parameters, *step.method.keyword_parameters)
    for key, actual in step.surplus.items():
        site = argument_site(step, actual)
        if isinstance(key, int):
            message = (
                f"`{step.method.method}` takes only the name by position, "
                "so this argument is a `TypeError` in every delivery"
            )
            finding = report.error(site, message).label("by position")
            finding.help(f"name it: `{next(free_keywords(step), 'url')}=...`").fix(all_named(step))
            return
        snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()
        close = next(iter(difflib.get_close_matches(snake, known, n=1)), None)
        guess = (
            f"did you mean `{close}=`?" if close else f"it takes {', '.join(f'`{name}`' for name in known)}"
        )
        right = "body" if snake in _BODIES else close if snake != key else None
        message = f"`{step.method.method}` takes no `{key}`: a `TypeError` in every delivery"
        finding = report.error(site, message).label("not taken").help(_INSTEAD.get(snake, guess))
        finding.fix(renamed(site, right) if right is not None and right not in step.arguments else None)


def _report_missing(report: Report, step: StepCall) -> None:
    missing = next(iter(step.method.keyword_parameters), None)
    if missing is None or missing in step.arguments or step.open_arguments:
        return
    message = f"`{step.method.method}` needs `{missing}=`: without it, every delivery fails with `TypeError`"
    report.error(step.site, message).label("no address").help(f"add `{missing}=...`")


def _report_encoded(handler: Handler, report: Report, step: StepCall) -> None:
    body = step.arguments.get("body")
    if body is None or not body.value.always(_is_text):
        return
    site = argument_site(step, body)
    message = "The body is text already, and the SDK makes JSON of it once more: the other side gets a quoted string"
    finding = report.warning(site, message).label("encoded twice")
    finding.help("pass the object itself, the SDK encodes it").fix(decoded(handler, site))


def _is_text(ref: Ref) -> bool:
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"
