"""# unchecked-wait-timeout

## What it does

Finds events and webhooks that are waited for and then used without a look at whether they came: `eventData` of `waitForEvent` and
`request` of `waitForWebhook`. A test of the value itself, `eventData?.approved` or a default is such a look.

In Python, this has no counterpart: no object stands for an event that did not come, which is `None` or an exception there.

## Why it breaks on replay

When its time is up, the step returns a result as well, in which `timeout` is true and the event is missing. A field of it is then a
`TypeError` in every delivery and every retry, days after the run has started. The types promise that the event is there, so the type
checker does not notice.

## Example

```typescript
export const { POST } = serve(async (context) => {
  const { eventData } = await context.waitForEvent("wait", "approved", { timeout: "1d" });
  await context.run("publish", () => publish(eventData.by));
});
```

## Use instead

```typescript
export const { POST } = serve(async (context) => {
  const { eventData, timeout } = await context.waitForEvent("wait", "approved", { timeout: "1d" });
  if (!timeout) {
    await context.run("publish", () => publish(eventData.by));
  }
});
```

## Fix safety

You decide what to do when nothing came.
"""

from __future__ import annotations

from wflint.rules.api import (
    Handler,
    InputAccess,
    Instance,
    Level,
    Report,
    Rule,
    Site,
    UseKind,
    WaitResult,
    is_optional,
)

RULE = Rule(
    code="WF614",
    summary="The timeout of a wait is not checked",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: bool(engine.waited),
)

_FIELDS = (UseKind.ATTRIBUTE, UseKind.ITEM, UseKind.METHOD, UseKind.ROUND)
_LOOKS = (UseKind.TEST, UseKind.OPERAND, UseKind.MEMBERSHIP)


def check(handler: Handler, report: Report) -> None:
    """Report the first use of each event that nobody has asked for."""
    for waited in handler.profile.waited:
        _check(handler, report, waited)


def _check(handler: Handler, report: Report, waited: WaitResult) -> None:
    used: dict[Site, list[InputAccess]] = {}
    looked_at: set[Site] = set()
    for access in handler.input_accesses:
        of = access.used.of
        if not isinstance(of, Instance) or of.made is None or of.type not in (waited.type, waited.event_type):
            continue
        if waited.event and of.type == waited.type:
            if not _takes_event(access, waited):
                looked_at.add(of.made)
        elif access.used.use in _LOOKS or is_optional(access.used.site.node):
            looked_at.add(of.made)
        else:
            used.setdefault(of.made, []).append(access)
    for call, accesses in used.items():
        if call not in looked_at and (waited.event or any(map(_takes_field, accesses))):
            _report(report, waited, call, accesses)


def _takes_event(access: InputAccess, waited: WaitResult) -> bool:
    """Return whether all that is asked of a result is the event; anything else may be a look at the timeout."""
    used = access.used
    return used.use is UseKind.ATTRIBUTE and used.name == waited.event and not is_optional(used.site.node)


def _takes_field(access: InputAccess) -> bool:
    return access.used.use in _FIELDS


def _report(report: Report, waited: WaitResult, call: Site, accesses: list[InputAccess]) -> None:
    fields = list(filter(_takes_field, accesses))
    first = (fields or accesses)[0]
    timeout = f"`{waited.timeout}`" if waited.timeout else "whether it came"
    when = f"When the time is up there is no {f'`{waited.event}`' if waited.event else 'event'}"
    if fields:
        failure = waited.missing.format(name=first.used.name or "...")
        finding = report.error(first.anchor, f"{when}, and this fails with `{failure}`")
        finding.label("missing when the time is up")
    else:
        words = first.anchor.module.words
        finding = report.warning(
            first.anchor, f"{when}: this is `{words.null}`, and nobody looks at {timeout}"
        )
        finding.label(f"`{words.null}` when the time is up")
    finding.step(call, "this returns a result in any case").chain(first.chain, "used here")
    finding.help(f"look at {timeout} first")
