"""# unchecked-call-status

## What it does

Finds requests by `context.call` whose body is used while nobody looks at their status.

## Why it breaks on replay

A request that failed does not raise. When its retries are used up, the step gives a response with the status 500, say, and an error
page as its body: the run goes on with that, and the error turns up somewhere else, if at all.

## Example

```python
@serve.post("/summaries")
async def summaries(context: AsyncWorkflowContext[dict]) -> None:
    reply = await context.call("summarise", url="https://api.example.com/summarise", method="POST", body={"id": 7})
    await context.run("store", lambda: store(reply.body["summary"]))
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

## Fix safety

What to do about a failed request is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Draft,
    Handler,
    InputAccess,
    Instance,
    Level,
    Note,
    Role,
    Rule,
    Site,
    UseKind,
    chain_notes,
    handler_note,
)

RULE = Rule(
    code="WF612",
    summary="Nobody looks at the status of a request",
    level=Level.INFO,
    applies=lambda engine: engine.response is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find responses whose body is used and whose status is not."""
    response = handler.profile.response
    if response is None:
        return
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
        if call not in looked_at:
            notes = (
                handler_note(handler),
                Note(call, "a failed request gives a response, too", Role.STEP),
                *chain_notes(access.chain, "the body is used here"),
            )
            message = f"A request that failed does not raise, and nobody looks at `.{response.status}` before using its body"
            help_ = (
                f"look at `.{response.status}` first, and raise or take another way where it is no success"
            )
            yield Draft(Level.INFO, message, access.anchor, "may be an error page", notes, help_)
