"""# http-call-in-step

## What it does

Finds step functions that only make one HTTP request.

## Why it breaks on replay

Nothing breaks. But the function is held open, and paid for, until the answer is there, and a request that takes longer than the platform
lets a function run is made again with each retry. `context.call` lets the engine make the request: the function ends, and goes on with
the answer when there is one, be it two hours later.

## Example

```python
@serve.post("/summaries")
async def summaries(context: AsyncWorkflowContext[dict]) -> None:
    page = await context.run("get-page", lambda: requests.get("https://example.com/page").json())
    await context.run("store", lambda: store(page))
```

```typescript
export const { POST } = serve(async (context) => {
  const rate = await context.run("get-rate", async () => {
    const response = await fetch("https://example.com/rate");
    return await response.text();
  });
  await context.run("charge", () => charge(Number(rate)));
});
```

## Use instead

```python
@serve.post("/summaries")
async def summaries(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("get-page", url="https://example.com/page")
    if reply.status != 200:
        raise RuntimeError(f"no page: {reply.status}")
    await context.run("store", lambda: store(reply.body))
```

```typescript
export const { POST } = serve(async (context) => {
  const { status, body } = await context.call("get-rate", { url: "https://example.com/rate" });
  if (status !== 200) {
    throw new Error(`no rate: ${status}`);
  }
  await context.run("charge", () => charge(Number(body)));
});
```

## Fix safety

A `context.call` returns a different kind of response and does not raise, so you have to adapt the code around
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Closure,
    Collection,
    EffectCall,
    EffectKind,
    Event,
    Exit,
    Handler,
    InlinedCall,
    Instance,
    Level,
    Ref,
    Report,
    Rule,
    Site,
    StepCall,
    StepKind,
    SummarizedEffect,
    ValueUse,
    WithBlock,
    called,
    chain_of,
    ir,
    step_label,
    walk_nodes,
)

RULE = Rule(
    code="WF610",
    summary="A step only makes one HTTP request",
    level=Level.INFO,
    holds_for=lambda engine: engine.calls,
)

_CLIENTS = (
    "requests.", "httpx.", "aiohttp.", "urllib.request.", "urllib3.", "http.client.", "axios.", "got.", "ky.",
)  # fmt: skip
_FUNCTIONS = frozenset(
    {"fetch", "axios", "got", "ky", "node-fetch", "cross-fetch", "undici.fetch", "undici.request"}
)
_VERBS = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "request", "urlopen", "__aenter__", "_request"}
)
# What a request can say to an HTTP client and not to a call step.
_MORE = frozenset(
    {
        "files", "stream", "auth", "cert", "verify", "proxies", "cookies", "agent", "dispatcher", "duplex", "httpAgent",
        "httpsAgent", "proxy", "responseType", "signal",
    }
)  # fmt: skip
_CONTENT = frozenset({"body", "data"})


def check(handler: Handler, report: Report) -> None:
    """Report steps that call could make instead."""
    requests: dict[Site, tuple[StepCall, EffectCall]] = {}
    for step in handler.steps:
        request = _only_request(step)
        if request is not None and step.parent is None:
            requests.setdefault(step.site, (step, request))
    for step, request in requests.values():
        chain = chain_of(request.path, step, 0)
        message = (
            f"{step_label(step)} only makes the request `{called(request.site.node)}`, "
            "and blocks the function while it waits"
        )
        finding = report.info(chain[0], message).label("`call` could do this")
        finding.chain(chain, "the request is made here")
        finding.help(f"let the engine make it: `{_call_method(handler)}` gives `.status` and `.body`")


def _call_method(handler: Handler) -> str:
    """Return what makes a request as a step, as it is written in a handler."""
    method = next(each for each in handler.profile.step if each.kind is StepKind.CALL)
    return f"{handler.profile.new_step.example}.{method.method}"


def _only_request(step: StepCall) -> EffectCall | None:
    """Return the request that is all a step does."""
    if step.method.kind is not StepKind.RUN:
        return None
    events = list(_plain(step.body))
    if len(events) != 1 or not isinstance(events[0], EffectCall):
        return None
    call = events[0]
    is_method = call.name.startswith(_CLIENTS) and call.name.rpartition(".")[2] in _VERBS
    if (
        not (is_method or call.name in _FUNCTIONS)
        or call.row.effect is not EffectKind.NETWORK
        or call.repeated
    ):
        return None
    alone = len(call.loops) == len(step.loops) and _MORE.isdisjoint(call.keywords)
    if not alone or any(_says_more(actual.value.only) for actual in call.arguments):
        return None
    return None if _handles_failures(step) else call


def _handles_failures(step: StepCall) -> bool:
    """Return whether a step's function does something about failures."""
    given = step.function.value.alternatives if step.function is not None else ()
    return any(
        isinstance(node, ir.Try)
        for ref in given
        if isinstance(ref, Closure)
        for node in walk_nodes(ref.function.body.block, into_functions=False)
    )


def _says_more(given: Ref | None) -> bool:
    """Return whether an argument is an object with settings, or content, that a call step has no place for."""
    if not isinstance(given, Collection):
        return isinstance(given, Instance) and not given.type.startswith("builtins.")
    content = (given.items[name].only for name in _CONTENT if name in given.items)
    return not _MORE.isdisjoint(map(str, given.items)) or any(_says_more(each) for each in content)


def _plain(events: list[Event]) -> Iterator[Event]:
    """Yield what a function does, as far as it matters; a branch or a loop stands for itself."""
    for event in events:
        match event:
            case InlinedCall() | WithBlock():
                yield from _plain(event.body)
            case SummarizedEffect():
                yield event.effect
            case ValueUse() | Exit():
                pass
            case _:
                yield event
