"""# network-outside-step

## What it does

Finds requests to other systems outside a step: HTTP clients, mail, cloud and payment SDKs, language models, in the handler or in any
function that it calls.

## Why it breaks on replay

The handler runs again from the top on every delivery, and sends its requests again: what comes before the first step is done 2n+3
times in a run of n steps (2n+2 where a client starts it). A customer is charged seven times, a model is paid for seven times, and
answers that differ send the run down a path other than the recorded one.

It is an error before the first step, where the result decides which steps or children run, and for requests that change
something anywhere before the last step; else a warning.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    response = httpx.post("https://pay.example.com/charges", json={"amount": 10})
    await context.run("send-receipt", lambda: send_receipt(response.json()))
```

```typescript
export const { POST } = serve(async (context) => {
  const response = await fetch("https://pay.example.com/charges", { method: "POST", body: '{"amount": 10}' });
  const receipt = await response.json();
  await context.run("send-receipt", () => sendReceipt(receipt));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    response = await context.call(
        "charge", url="https://pay.example.com/charges", method="POST", body={"amount": 10}
    )
    if response.status < 300:
        await context.run("send-receipt", lambda: send_receipt(response.body))
```

```typescript
export const { POST } = serve(async (context) => {
  const response = await context.call("charge", {
    url: "https://pay.example.com/charges",
    method: "POST",
    body: JSON.stringify({ amount: 10 }),
  });
  if (response.status < 300) {
    await context.run("send-receipt", () => sendReceipt(response.body));
  }
});
```

## Fix safety

Wrapping the call in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by
name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and after a side
effect that stays outside steps, which the new step would repeat.
"""

from __future__ import annotations

from wflint.rules._families.side_effects import EffectPhrasing, remote, report_repeated
from wflint.rules.api import EffectKind, FixClass, Handler, Level, Report, Rule

RULE = Rule(
    code="WF201",
    summary="A request is sent outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.allows("network"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = EffectPhrasing(
    reads="sends its request again",
    writes="sends its request again",
    cause="the request is sent here",
)


def check(handler: Handler, report: Report) -> None:
    """Report requests in replayed code."""
    report_repeated(handler, report, EffectKind.NETWORK, remote, _PHRASING)
