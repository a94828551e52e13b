"""# localhost-url

## What it does

Finds URLs of this machine where the engine makes the request: in `context.call`, and as `base_url`, `url` or `failure_url` of a
registration (`baseUrl` in TypeScript).

## Why it breaks on replay

These requests come from the engine's servers. There, `localhost` is not your machine, so the request is refused or fails; only with a
development server of the engine on the same machine does it work.

## Example

```python
@serve.post("/metrics")
async def metrics(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("get-metrics", url="http://localhost:9100/metrics")
    await context.run("store", lambda: store(reply.status))
```

```typescript
export const { POST } = serve(async (context) => {
  const { status } = await context.call("get-metrics", { url: "http://localhost:9100/metrics" });
  await context.run("charge", () => charge(status));
});
```

## Use instead

```python
@serve.post("/metrics")
async def metrics(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("get-metrics", url="https://metrics.example.com/metrics")
    await context.run("store", lambda: store(reply.status))
```

```typescript
export const { POST } = serve(async (context) => {
  const { status } = await context.call("get-metrics", { url: "https://metrics.example.com/metrics" });
  await context.run("charge", () => charge(status));
});
```

## Fix safety

Only you know the address at which the world reaches your service. While developing, use a tunnel, or take the URL from the environment.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from wflint.rules.api import (
    Actual,
    FindingBuilder,
    Handler,
    Level,
    Registration,
    Report,
    Rule,
    Site,
    StepKind,
    argument_site,
    ir,
    option_site,
)

RULE = Rule(
    code="WF703",
    summary="The engine is given a URL that only this machine reaches",
    level=Level.WARNING,
    holds_for=lambda engine: engine.calls or bool(engine.registration.urls),
)


def check(handler: Handler, report: Report) -> None:
    """Report loopback addresses that the engine is asked to reach."""
    for step in handler.steps:
        actual = step.arguments.get("url") if step.method.kind is StepKind.CALL else None
        if actual is not None and (host := _loopback(actual)):
            message = f"The engine makes this request, and on its machines `{host}` is not yours"
            _report(report, argument_site(step, actual), message)
    if handler.registration is not None:
        _report_registration(report, handler.registration)


def _report_registration(report: Report, registration: Registration) -> None:
    for name in registration.registered_by.profile.registration.urls:
        actual = registration.options.keywords.get(name)
        if actual is not None and (host := _loopback(actual)):
            message = f"The engine delivers to this address, and on its machines `{host}` is not yours"
            _report(report, option_site(registration, actual), message).without_replay()


def _report(report: Report, site: Site, message: str) -> FindingBuilder:
    finding = report.warning(site, message).label("only on this machine")
    return finding.help(
        "use the address at which the service is reached from outside; while developing, a tunnel's"
    )


def _loopback(actual: Actual) -> str | None:
    """Return the host of a URL, where it is this machine."""
    text = _start(actual)
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return None
    return host if host and _is_loopback(host) else None


def _start(actual: Actual) -> str:
    """Return a text as far as it is known from its beginning: all of it, or what stands before the first hole."""
    known = actual.value.constant
    if known is not None:
        return known.value if isinstance(known.value, str) else ""
    if isinstance(actual.node, ir.Template) and actual.node.parts:
        first = actual.node.parts[0]
        text = first.value if isinstance(first, ir.Literal) and isinstance(first.value, str) else ""
        # A hole in the host leaves it open: `http://local{suffix}`.
        return text.rstrip(":") if re.match(r"https?://[^/]*[:/]", text) else ""
    return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
