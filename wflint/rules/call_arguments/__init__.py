"""# call-arguments

## What it does

Finds arguments that `context.call` does not take: a URL by position, `json=`, `data=`, `params=` and other names of HTTP clients, a missing
`url`. It also finds a body that is text already, by `json.dumps(...)` or otherwise.

## Why it breaks on replay

An argument that `call` does not take is a `TypeError` in every delivery and every retry, after the steps before have done their
work. A body that is text is encoded once more by the SDK, which encodes every body as JSON: the other side gets a quoted
string, not an object.

In TypeScript the body is sent as it is: it has to be text, and where the engine refuses anything else the run hangs for ever. Settings that
are not known are ignored.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = await context.run("get-order", lambda: context.request_payload)
    await context.call("ship", "https://api.example.com/ship", method="POST", json=order)
```

```typescript
export const { POST } = serve(async (context) => {
  const order = await context.run("get-order", () => context.requestPayload);
  await context.call("ship", { url: "https://api.example.com/ship", method: "POST", body: { order } });
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = await context.run("get-order", lambda: context.request_payload)
    await context.call("ship", url="https://api.example.com/ship", method="POST", body=order)
```

```typescript
export const { POST } = serve(async (context) => {
  const order = await context.run("get-order", () => context.requestPayload);
  await context.call("ship", { url: "https://api.example.com/ship", method: "POST", body: JSON.stringify({ order }) });
});
```

## Fix safety

Naming the argument is safe: a run could never get past this point. So is passing an object for its JSON text, and in TypeScript the JSON text
of an object, for `json:` too, which no request has ever been sent with. Under another name, what is not known to be an object may be text
already: passing its JSON is unsafe.
"""

from __future__ import annotations

import difflib
import re

from wflint.rules.api import (
    Const,
    FixClass,
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
    ir,
    type_name,
    value_of,
)
from wflint.rules.call_arguments.fixes import (
    all_named,
    as_body,
    decoded,
    encoded,
    free_keywords,
    is_no_text,
    is_text,
    renamed,
)

RULE = Rule(
    code="WF603",
    summary="A call step is given arguments that it does not take",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: engine.calls,
    fixes=(FixClass.SAFE, FixClass.UNSAFE),
)

_BODIES = frozenset({"json", "data", "content", "payload"})
_INSTEAD = {
    **dict.fromkeys(_BODIES, "pass the object as `{body}`"),
    "params": "write the query into `{url}`",
    "query": "write the query into `{url}`",
    "retry_delay": "say only how often to try again: `{retries}`",
    "auth": "pass the credentials in `{headers}`",
    "cookies": "pass them in `{headers}`",
}


def check(handler: Handler, report: Report) -> None:
    """Report call steps with the wrong arguments."""
    for step in each_call_once(handler.steps):
        if _report_no_options(handler, report, step) or step.method.kind is not StepKind.CALL:
            continue
        if step.surplus:
            _report_not_taken(handler, report, step)
        else:
            _report_missing(handler, report, step)
        _report_encoded(handler, report, step)
        _report_objects(handler, report, step)


def _report_no_options(handler: Handler, report: Report, step: StepCall) -> bool:
    """Report what stands in the place of an object with options and is certainly none; return whether there is such a thing."""
    method, call = step.method, step.site.node
    if not method.options_refused or method.options_at is None or not isinstance(call, ir.Call):
        return False
    before = call.args[: method.options_at + 1]
    if len(before) <= method.options_at or any(each.star for each in before):
        return False
    given = before[-1].value
    if not value_of(handler, given).always(_is_plain):
        return False
    finding = report.error(step.site_of(given), method.options_refused).label("no object")
    finding.help(f"pass an object with `{next(iter(method.keyword_parameters), 'url')}`")
    return True


def _is_plain(ref: Ref) -> bool:
    """Return whether something is a text, a number or a truth value."""
    if isinstance(ref, Const):
        return ref.value is not None
    plain = ("builtins.str", "builtins.int", "builtins.float", "builtins.bool")
    return isinstance(ref, Instance) and ref.type in plain


def _keyword(step: StepCall, name: str) -> str:
    return step.site.module.words.keyword.format(name)


def _report_not_taken(handler: Handler, report: Report, step: StepCall) -> None:
    """Report arguments that a call step does not take; of those by position the first, which the others follow."""
    known = (*step.method.parameters, *step.method.keyword_parameters)
    outcome = handler.profile.consequences.argument_unknown
    for key, actual in step.surplus.items():
        site = argument_site(step, actual)
        if isinstance(key, int):
            message = (
                f"`{step.method.method}` takes only the name by position, "
                "so this argument is a `TypeError` in every delivery"
            )
            finding = report.error(site, message).label("by position")
            finding.help(f"name it: `{next(free_keywords(step), 'url')}=`").fix(all_named(step))
            return
        if outcome is None:
            continue
        snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()
        close = next(iter(difflib.get_close_matches(snake, known, n=1)), None)
        body = "body" if "body" not in step.method.takes_text else None
        right = body if snake in _BODIES else close if snake != key else None
        message = outcome.message.format(step=f"`{step.method.method}`", name=key)
        finding = (
            report.error(site, message).label("not taken").help(_instead(step, key, snake, known, close))
        )
        if right is not None and right not in step.arguments:
            finding.fix(renamed(site, right))
        elif snake in _BODIES and body is None:
            finding.fix(as_body(handler, step, key, actual))


def _instead(step: StepCall, key: str, snake: str, known: tuple[str, ...], close: str | None) -> str:
    """Return what to write instead of an argument that is not taken."""
    same = next((name for name in known if _letters(name) == _letters(key)), close)
    instead = _INSTEAD.get(snake)
    if instead is None or (snake not in _BODIES and same is not None and same != close):
        takes = f"it takes {', '.join(f'`{name}`' for name in known)}"
        return f"did you mean `{_keyword(step, same)}`?" if same else takes
    if snake in _BODIES and "body" in step.method.takes_text:
        words = step.site.module.words
        return f"pass its JSON, from `{words.encode_json}()`, as `{_keyword(step, 'body')}`"
    names = ("body", "url", "retries", "headers")
    return instead.format(**{name: _keyword(step, name) for name in names})


def _letters(name: str) -> str:
    """Return a name without what languages spell differently."""
    return name.replace("_", "").lower()


def _report_missing(handler: Handler, report: Report, step: StepCall) -> None:
    needs, outcome = step.method.needs, handler.profile.consequences.argument_missing
    if outcome is None or not needs or step.open_arguments or any(each in step.arguments for each in needs):
        return
    first = _keyword(step, needs[0])
    message = outcome.message.format(step=f"`{step.method.method}`", needed=f"`{first}`")
    report.error(step.site, message).label("no address").help(f"add `{first}`")


def _report_encoded(handler: Handler, report: Report, step: StepCall) -> None:
    body = step.arguments.get(step.method.body or "")
    if body is None or not body.value.always(is_text):
        return
    site = argument_site(step, body)
    message = "The body is text already, and the SDK encodes it as JSON once more: the other side gets a quoted string"
    finding = report.warning(site, message).label("encoded twice")
    finding.help("pass the object itself, the SDK encodes it").fix(decoded(handler, site))


def _report_objects(handler: Handler, report: Report, step: StepCall) -> None:
    """Report objects where text, or a plain object, is taken."""
    outcomes, method = handler.profile.consequences, step.method
    # What goes to another workflow is encoded.
    texts = () if "workflow" in step.arguments or step.open_arguments else method.takes_text
    for name in texts:
        actual, outcome = step.arguments.get(name), outcomes.body_object
        if actual is not None and outcome is not None and actual.value.always(is_no_text):
            message = outcome.message.format(step=f"`{method.method}`", name=name)
            site = argument_site(step, actual)
            finding = report.error(site, message).label("no text").fix(encoded(handler, site))
            finding.help(outcome.help or "").of_version()  # earlier versions encode it
    for name in method.takes_plain:
        actual, outcome = step.arguments.get(name), outcomes.headers_object
        if actual is not None and outcome is not None and actual.value.always(_is_of_class):
            type_ = next(map(type_name, actual.value.alternatives), "")
            message = outcome.message.format(step=f"`{method.method}`", type=type_)
            finding = report.error(argument_site(step, actual), message).label("no plain object")
            finding.help(outcome.help or "")


def _is_of_class(ref: Ref) -> bool:
    return isinstance(ref, Instance) and not ref.type.startswith("builtins.")
