"""# unchecked-call-status

## What it does

Finds requests by `context.call` whose body is used while nobody looks at their status; in TypeScript also workflows that are invoked and
whose body is used while nobody looks at `isFailed`.

## Why it breaks on replay

A request that failed does not raise. When its retries are used up, the step returns a response with the status 500, say, and an
error page as its body: the run goes on with that, and the error turns up somewhere else, if at all.

## Example

```python
@serve.post("/summaries")
async def summaries(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("summarise", url="https://api.example.com/summarise", method="POST", body={"id": 7})
    await context.run("store", lambda: store(reply.body["summary"]))
```

```typescript
export const { POST } = serve(async (context) => {
  const { body } = await context.call("get-rate", { url: "https://api.example.com/rate" });
  await context.run("charge", () => charge(body.cents));
});
```

## Use instead

```python
@serve.post("/summaries")
async def summaries(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("summarise", url="https://api.example.com/summarise", method="POST", body={"id": 7})
    if reply.status != 200:
        raise RuntimeError(f"no summary: {reply.status}")
    await context.run("store", lambda: store(reply.body["summary"]))
```

```typescript
export const { POST } = serve(async (context) => {
  const { status, body } = await context.call("get-rate", { url: "https://api.example.com/rate" });
  if (status !== 200) {
    throw new Error(`no rate: ${status}`);
  }
  await context.run("charge", () => charge(body.cents));
});
```

## Fix safety

You decide what to do about a failed request.
"""

from __future__ import annotations

from wflint.rules.api import Handler, InputAccess, Instance, Level, Report, Response, Rule, Site, UseKind

RULE = Rule(
    code="WF612",
    summary="The status of a request is not checked",
    level=Level.INFO,
    about=lambda engine: (engine.response,),
)


def check(handler: Handler, report: Report, response: Response) -> None:
    """Report responses whose body is used and whose status is not, those of other workflows included."""
    for each in (response, handler.profile.child_response):
        if each is not None:
            _report(handler, report, each)


def _report(handler: Handler, report: Report, response: Response) -> None:
    bodies: dict[Site, InputAccess] = {}
    looked_at: set[Site] = set()
    for access in handler.input_accesses:
        used = access.used
        if not (isinstance(used.of, Instance) and used.of.type == response.type and used.of.made):
            continue
        if used.use is UseKind.ATTRIBUTE and used.name == response.body:
            bodies.setdefault(used.of.made, access)
        elif used.use is not UseKind.ATTRIBUTE or used.name not in response.fields:
            # Handed on to other code, which may look at the status, or misused, which is another rule's business.
            looked_at.add(used.of.made)
        elif used.name == response.status:
            looked_at.add(used.of.made)
    for call, access in bodies.items():
        if call in looked_at:
            continue
        status, words = f"`.{response.status}`", access.anchor.module.words
        message = f"{response.failed}, and nobody looks at {status} before using its body"
        finding = report.info(access.anchor, message).label(f"may be {response.may_be}")
        finding.step(call, response.given)
        finding.chain(access.chain, "the body is used here")
        finding.help(f"look at {status} first, and {words.throw} or take another path where the call failed")
