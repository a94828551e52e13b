"""# call-response-misuse

## What it does

Finds code that treats what `context.call` gives as the response of an HTTP client: `.status_code`, `.headers`, `.json()`, `.text`, or as a
dictionary.

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

## Use instead

```python
@serve.post("/rates")
async def rates(context: AsyncWorkflowContext[dict]) -> None:
    response = await context.call("get-rates", url="https://api.example.com/rates")
    if response.status != 200:
        raise RuntimeError("no rates")
    await context.run("store", lambda: store(response.body))
```

## Fix safety

Correcting the name is safe: a run could never get past this point. In a helper it is unsafe, since other code may give it the response
of an HTTP client.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from wflint.rules.api import (
    Draft,
    FixDraft,
    Handler,
    InputAccess,
    Instance,
    Level,
    Response,
    Rewriter,
    Rewritten,
    Rule,
    Site,
    UseKind,
    chain_notes,
    handler_note,
    keeps,
)

RULE = Rule(
    code="WF604",
    summary="The response of a call step has no such attribute",
    level=Level.ERROR,
    applies=lambda engine: engine.response is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find uses of responses that do not exist."""
    response = handler.profile.response
    if response is None:
        return
    failing: dict[Site, list[InputAccess]] = {}
    for access in handler.input_accesses:
        used = access.used
        if isinstance(used.of, Instance) and used.of.type == response.type and used.sure:
            if _fails(access, response):
                failing.setdefault(access.anchor, []).append(access)
    for anchor, input_accesses in failing.items():
        # A helper fails at the first of them.
        first = input_accesses[0]
        yield Draft(
            Level.ERROR,
            _message(first, response),
            anchor,
            "no such thing",
            (handler_note(handler), *chain_notes(first.chain, "which does not exist")),
            _help(first, response),
            fix=_fix(input_accesses, response),
        )


def _fix(input_accesses: list[InputAccess], response: Response) -> FixDraft | None:
    """Read what exists instead, everywhere in a helper."""
    renamed = {access.used.site: (_instead(access, response), access) for access in input_accesses}
    names = [name for name, _ in renamed.values() if name]
    doubt = (
        "other code may give the helper the response of an HTTP client"
        if len(input_accesses[0].chain) > 1
        else ""
    )

    def rewrite_all(rewrite: Rewriter) -> Rewritten:
        whole = Rewritten((), doubt)
        for site, (name, access) in renamed.items():
            called = access.used.use is UseKind.ATTRIBUTE and access.used.name == "json"
            whole += rewrite.rename_attribute(site, name, called=called)
        return whole

    if len(names) < len(renamed):
        return None
    spelled = " and ".join(f"`.{name}`" for name in dict.fromkeys(names))
    return replace(keeps(f"read {spelled}", rewrite_all), reveals=True)


def _instead(access: InputAccess, response: Response) -> str:
    """The attribute to read instead; empty where nobody knows."""
    wanted = _wanted(access)
    instead = response.instead.get(wanted) or (wanted if wanted in response.fields else "")
    return instead if instead.isidentifier() else ""


def _wanted(access: InputAccess) -> str:
    """The attribute or item that is asked for."""
    key = access.used.key.value.constant if access.used.key else None
    return access.used.name or (str(key.value) if key else "")


def _fails(access: InputAccess, response: Response) -> bool:
    used = access.used
    if used.use is UseKind.ATTRIBUTE:
        return used.name not in response.fields and not used.name.startswith("__")
    return used.use in (UseKind.ITEM, UseKind.MEMBERSHIP)


def _message(access: InputAccess, response: Response) -> str:
    name = response.type.rpartition(".")[2]
    if access.used.use is UseKind.ATTRIBUTE:
        return f"`AttributeError`: a `{name}` has no attribute `{access.used.name}`"
    if access.used.use is UseKind.MEMBERSHIP:
        return f"`TypeError`: a `{name}` is no container"
    return f"`TypeError`: a `{name}` is not subscriptable"


def _help(access: InputAccess, response: Response) -> str:
    wanted = _wanted(access)
    instead = response.instead.get(wanted)
    if instead is None:
        close = difflib.get_close_matches(wanted, response.fields, n=1)
        instead = close[0] if close else None
    if instead is not None:
        return f"write `.{instead}`"
    return f"it has {', '.join(f'`.{field}`' for field in response.fields)}"
