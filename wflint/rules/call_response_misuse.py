"""# call-response-misuse

## What it does

Finds code that treats what `context.call` returns as the response of an HTTP client: `.status_code`, `.headers`, `.json()`, `.text`, or as
a dictionary.

## Why it breaks on replay

A `CallResponse` has `status`, `body` and `header`, and nothing else. Everything else is an `AttributeError` or `TypeError`, in every
delivery and every retry, after the request has been made and paid for.

## Example

```python
@serve.post("/rates")
async def rates(context: AsyncWorkflowContext[dict]) -> None:
    response = await context.call("get-rates", url="https://api.example.com/rates")
    if response.status_code != 200:
        raise RuntimeError("no rates")
    await context.run("store", lambda: store(response.json()))
```

```typescript
export const { POST } = serve(async (context) => {
  const response = await context.call("get-rates", { url: "https://api.example.com/rates" });
  if (!response.ok) {
    throw new Error("no rates");
  }
  await context.run("charge", () => charge(response.body.cents));
});
```

## Use instead

```python
@serve.post("/rates")
async def rates(context: AsyncWorkflowContext[dict]) -> None:
    response = await context.call("get-rates", url="https://api.example.com/rates")
    if response.status != 200:
        raise RuntimeError("no rates")
    await context.run("store", lambda: store(response.body))
```

```typescript
export const { POST } = serve(async (context) => {
  const response = await context.call("get-rates", { url: "https://api.example.com/rates" });
  if (response.status >= 300) {
    throw new Error("no rates");
  }
  await context.run("charge", () => charge(response.body.cents));
});
```

## Fix safety

Correcting the name is safe: a run could never get past this point. In a helper it is unsafe, since other code may give it the response
of an HTTP client.
"""

from __future__ import annotations

import difflib

from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    InputAccess,
    Instance,
    Level,
    Report,
    Response,
    Rewriter,
    Rewritten,
    Rule,
    Site,
    UseKind,
    keeps,
    with_article,
)

RULE = Rule(
    code="WF604",
    summary="The response of a call step has no such attribute",
    level=Level.ERROR,
    about=lambda engine: (engine.response,),
    fixes=(FixClass.SAFE, FixClass.UNSAFE),
)


def check(handler: Handler, report: Report, response: Response) -> None:
    """Report uses of responses that do not exist."""
    failing: dict[Site, list[InputAccess]] = {}
    for access in handler.input_accesses:
        used = access.used
        is_response = isinstance(used.of, Instance) and used.of.type == response.type and used.sure
        if is_response and _fails(access, response):
            failing.setdefault(access.anchor, []).append(access)
    for anchor, accesses in failing.items():
        first = accesses[0]  # where a helper fails
        finding = report.error(anchor, _message(first, response)).label("no such thing")
        finding.chain(first.chain, "which does not exist")
        finding.help(_help(first, response)).fix(_fix(accesses, response))


def _fails(access: InputAccess, response: Response) -> bool:
    """Return whether a response does not have what is asked for."""
    used = access.used
    if used.use is UseKind.ATTRIBUTE:
        return used.name not in response.fields and not used.name.startswith("__")
    return used.use in (UseKind.ITEM, UseKind.MEMBERSHIP) and not response.is_mapping


def _message(access: InputAccess, response: Response) -> str:
    name = response.type.rpartition(".")[2]
    if access.used.use is UseKind.ATTRIBUTE:
        words = access.used.site.module.words
        return words.no_attribute.format(owner=with_article(f"`{name}`"), name=access.used.name)
    if access.used.use is UseKind.MEMBERSHIP:
        return f"`TypeError`: {with_article(f'`{name}`')} is not a container"
    return f"`TypeError`: {with_article(f'`{name}`')} is not subscriptable"


def _help(access: InputAccess, response: Response) -> str:
    wanted = _wanted(access)
    close = difflib.get_close_matches(wanted, response.fields, n=1)
    instead = response.instead.get(wanted, close[0] if close else None)
    if instead is not None:
        return f"write `.{instead}`"
    return f"it has {', '.join(f'`.{field}`' for field in response.fields)}"


def _fix(accesses: list[InputAccess], response: Response) -> FixDraft | None:
    """Read what exists instead, everywhere in a helper."""
    renamed = {access.used.site: (_instead(access, response), access) for access in accesses}
    names = [name for name, _ in renamed.values()]
    if not all(names):
        return None
    in_helper = len(accesses[0].chain) > 1
    doubt = "other code may give the helper the response of an HTTP client" if in_helper else ""

    def rename_all(rewrite: Rewriter) -> Rewritten:
        whole = Rewritten((), doubt)
        for site, (name, access) in renamed.items():
            is_method = access.used.use is UseKind.ATTRIBUTE and access.used.name == "json"
            whole += rewrite.rename_attribute(site, name, called=is_method)
        return whole

    spelling = " and ".join(f"`.{name}`" for name in dict.fromkeys(names))
    return keeps(f"read {spelling}", rename_all).revealing()


def _instead(access: InputAccess, response: Response) -> str:
    """Return the attribute to read instead; empty where there is none."""
    wanted = _wanted(access)
    instead = response.instead.get(wanted) or (wanted if wanted in response.fields else "")
    return instead if instead.isidentifier() else ""


def _wanted(access: InputAccess) -> str:
    """Return the attribute or item that is asked for."""
    key = access.used.key.value.constant if access.used.key else None
    return access.used.name or (str(key.value) if key else "")
