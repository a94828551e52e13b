"""# header-case

## What it does

Finds headers of the request that are read in a spelling other than the framework's: any upper-case letter under FastAPI
(`context.headers.get("Authorization")`), anything but Title-Case under Flask (`context.headers.get("authorization")`). It warns of
headers that the SDK removes before the handler sees them: its own (`upstash-workflow-runid`), and those of proxies (`x-forwarded-for`).

## Why it breaks on replay

`context.headers` is a plain dictionary, in which letter case matters. FastAPI writes all names in lower case, Flask in Title-Case. In
another spelling a header is never found: `.get` returns `None` for every caller, a guard that requires a token turns everybody away,
and a subscript is a `KeyError`.

In TypeScript `context.headers` is a `Headers`, which takes any spelling, but only in its methods: as a property, no header is ever found.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    token = context.headers.get("Authorization")
    await context.run("ship", lambda: ship(token))
```

```typescript
export const { POST } = serve(async (context) => {
  const tenant = context.headers["x-tenant"];
  await context.run("charge", () => charge(tenant.length));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    token = context.headers.get("authorization")
    await context.run("ship", lambda: ship(token))
```

```typescript
export const { POST } = serve(async (context) => {
  const tenant = context.headers.get("x-tenant");
  await context.run("charge", () => charge(tenant.length));
});
```

## Fix safety

Correcting the spelling is safe: the header could never be found. So is reading a `Headers` through its method. It is unsafe for a
name like `xTenantId`, since nothing says how the header is spelled, and in a helper, which other code may give a plain object.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from wflint.rules.api import (
    Const,
    FixClass,
    FixDraft,
    Handler,
    HeaderCase,
    Headers,
    InputAccess,
    Level,
    Ref,
    Report,
    Rewritten,
    Rule,
    Site,
    UseKind,
    at_node,
    keeps,
)

RULE = Rule(
    code="WF607",
    summary="A header lookup uses a case that never matches",
    level=Level.ERROR,
    also=(Level.WARNING,),
    include_helpers=False,
    holds_for=lambda engine: bool(engine.members.headers),
    fixes=(FixClass.SAFE, FixClass.UNSAFE),
)

_RUN_ID = "-runid"
_METHODS = frozenset({"get", "has", "pop", "__getitem__", "__contains__", "setdefault"})


def check(handler: Handler, report: Report) -> None:
    """Report headers that are never found."""
    _report_removed(handler, report)
    methods = handler.profile.members.header_methods
    if methods:
        _report_properties(handler, report, methods)
        return
    case = handler.registration.registered_by.pattern.header_case if handler.registration else None
    if case is None:
        return
    how = "lower case" if case is HeaderCase.LOWER else "Title-Case"
    asked = [(access, _names(access)) for access in handler.input_accesses]
    every = {name for _, names in asked for name in names}
    for access, names in asked:
        # Who asks for both spellings knows about them.
        wrong = [name for name in names if _spelled(name, case) not in (name, *every)]
        if not wrong or len(wrong) < len(names):
            continue
        right = _spelled(wrong[0], case)
        message = f"Header names are in {how} here and letter case matters, so `{wrong[0]}` is never found"
        finding = report.error(_site(access), message).label("never found")
        finding.chain(access.chain, "asked for here").help(f"write `{right}`")
        finding.fix(_fix(access, right) if len(names) == 1 else None)


def _report_removed(handler: Handler, report: Report) -> None:
    """Report headers that the SDK removes before the handler is called."""
    removed = handler.profile.members.removed_headers
    for access in handler.input_accesses if removed else ():
        names = _names(access)
        if not names or not all(any(fnmatchcase(name.lower(), each) for each in removed) for name in names):
            continue
        message = (
            f"The SDK takes `{names[0]}` from the headers before the handler is called, so it is never found"
        )
        finding = (
            report.warning(_site(access), message).label("never found").chain(access.chain, "asked for here")
        )
        if names[0].lower().endswith(_RUN_ID):
            finding.help(f"the run's id is `{handler.profile.replay.run_id}`")


def _report_properties(handler: Handler, report: Report, methods: tuple[str, ...]) -> None:
    """Report headers that are read as if they were fields of an object, which has methods alone."""
    for access in handler.input_accesses:
        used = access.used
        if used.use is not UseKind.ATTRIBUTE or not isinstance(used.of, Headers) or used.name in methods:
            continue
        null = access.anchor.module.words.null
        message = f"Headers are read by methods: as a property, `{used.name}` is always `{null}`"
        finding = report.error(access.anchor, message).label("never found")
        finding.chain(access.chain, "asked for here")
        owner = f"{handler.profile.new_step.example}.{handler.profile.members.headers[0]}"
        key = _hyphenated(used.name)
        finding.help(f'write `{owner}.{methods[0]}("{key}")`').fix(_asked(access, methods[0], key))


def _hyphenated(name: str) -> str:
    """Return how a header is spelled that is read as a property: `x-tenant-id` for `xTenantId`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", name).lower() if name.isidentifier() else name


def _asked(access: InputAccess, method: str, key: str) -> FixDraft:
    """Ask the headers for what is read as their property."""
    in_helper = len(access.chain) > 1
    doubt = (
        "other code may give the helper a plain object"
        if in_helper
        else "nothing says how the header is spelled"
        if key.lower() != access.used.name.lower()
        else ""
    )
    return keeps(
        f"ask for it by `{method}`",
        lambda rewrite: Rewritten((), doubt) + rewrite.ask_by_method(access.used.site, method, key),
    ).revealing()


def _names(access: InputAccess) -> list[str]:
    """Return the names that a look into the headers may ask for; none where they are not all known."""
    used = access.used
    asks = used.use in (UseKind.ITEM, UseKind.MEMBERSHIP) or (
        used.use is UseKind.METHOD and used.name in _METHODS
    )
    if not (asks and isinstance(used.of, Headers) and used.key is not None):
        return []
    asked = used.key.value
    names = [ref.value for ref in asked.alternatives if isinstance(ref, Const) and isinstance(ref.value, str)]
    return names if asked.always(_is_text) else []


def _is_text(ref: Ref) -> bool:
    return isinstance(ref, Const) and isinstance(ref.value, str)


def _spelled(name: str, case: HeaderCase) -> str:
    return name.lower() if case is HeaderCase.LOWER else name.title()


def _site(access: InputAccess) -> Site:
    """Return where the name is written, or the call of the helper that asks for it."""
    key = access.used.key
    if len(access.chain) > 1 or key is None or key.node is None:
        return access.anchor
    return at_node(access.used.site, key.node)


def _fix(access: InputAccess, right: str) -> FixDraft | None:
    site = _site(access)
    if site.node is access.anchor.node:
        return None
    return keeps(f"write `{right}`", lambda rewrite: rewrite.replace_text(site, right))
