"""# environment-outside-step

## What it does

Finds environment variables, command-line arguments, the working directory, facts about the platform and settings objects that are read
outside a step.

## Why it breaks on replay

A run may take days, and every delivery reads the environment of the process that answers it. A deploy with other settings, or a
machine with others, then sends the run down a path other than the recorded one: it dies with "Incompatible step name".

It is an error where the value decides which steps run, else an info. With an engine that finds steps by name it is a warning where the value
decides only whether some of them run: a run then takes up the new setting on its way. Where it is part of a step's name, `unstable-step-name` says so. A variable
that is called a key, token or password, and decides nothing, is not reported: it is read where it is used.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if os.getenv("SEND_RECEIPTS"):
        await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  if (process.env.SEND_RECEIPTS) {
    await context.run("send-receipt", () => sendReceipt());
  }
  await context.run("archive", () => archive());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if await context.run("check-receipts", lambda: os.getenv("SEND_RECEIPTS")):
        await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  if (await context.run("check-receipts", () => Boolean(process.env.SEND_RECEIPTS))) {
    await context.run("send-receipt", () => sendReceipt());
  }
  await context.run("archive", () => archive());
});
```

## Fix safety

Reading the value in a step of its own adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that
finds steps by name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and
after a side effect that stays outside steps, which the new step would repeat. A secret, by its name, is never put into a step, which would
store it: where only a condition reads it, the step returns whether the condition holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.rules._families.changing_values import (
    ValuePhrasing,
    level_of_decision,
    report_changing_values,
)
from wflint.rules.api import (
    Const,
    Effect,
    EffectKind,
    FixClass,
    Handler,
    Level,
    Report,
    Rule,
    SinkSummary,
    called,
    ir,
    is_secret_name,
    walk_nodes,
)

RULE = Rule(
    code="WF105",
    summary="The environment is read outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.varies("environment"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = ValuePhrasing(
    changes="reads the environment of {replay.process}",
    once="reads the environment once in each process",
    label="may differ after a deploy",
    reads="the environment is read here",
    help="read it in a step",
    may="may",
)
_OF_SECRET = replace(
    _PHRASING,
    help="let a step find out what the code needs to know about it, without returning it: each step's result is stored",
    is_secret=True,
)


def check(handler: Handler, report: Report) -> None:
    """Report reads of the environment in replayed code."""

    def severity(effect: Effect, sinks: SinkSummary) -> Level | None:
        return None if _asks_for_engine(handler, effect) else _severity(handler, effect, sinks)

    report_changing_values(handler, report, EffectKind.ENVIRONMENT, severity, _phrasing, is_steady=True)


def _asks_for_engine(handler: Handler, effect: Effect) -> bool:
    """Return whether a setting says that the engine is used at all: where a handler runs, it is."""
    return any(map(handler.profile.is_switch, _read_names(effect)))


def _read_names(effect: Effect) -> Iterator[str]:
    yield from _names(effect)
    node = effect.call.site.node
    if isinstance(node, ir.Attribute):
        yield node.attr


def _severity(handler: Handler, effect: Effect, sinks: SinkSummary) -> Level | None:
    if sinks.only_named or sinks.only_submitted:
        return None
    if sinks.decides:
        return level_of_decision(handler, effect, sinks)
    # A secret is right where it is: a step would store it.
    return None if _is_secret(effect) else Level.INFO


def _phrasing(effect: Effect) -> ValuePhrasing:
    return _OF_SECRET if _is_secret(effect) else _PHRASING


def _is_secret(effect: Effect) -> bool:
    return any(map(is_secret_name, _names(effect)))


def _names(effect: Effect) -> Iterator[str]:
    """Yield what the variables are called that are read: `API_TOKEN` of `process.env.API_TOKEN`, `os.getenv("API_TOKEN")`."""
    read, anchor = effect.call.site, effect.anchor.node
    yield from _texts(actual.value.constant for actual in effect.call.arguments[:1])
    if anchor is not read.node and isinstance(anchor, ir.Call):
        yield called(anchor).rpartition(".")[2]
        yield from (str(each.value.value) for each in anchor.args if isinstance(each.value, ir.Literal))
    for node in walk_nodes(read.module.body.block):
        match node:
            case ir.Attribute(value=owner, attr=name) if owner is read.node:
                yield name
            case ir.Subscript(value=owner, index=ir.Literal(value=str(name))) if owner is read.node:
                yield name
            case ir.Call(
                func=ir.Attribute(value=owner), args=[ir.Argument(value=ir.Literal(value=str(name))), *_]
            ) if owner is read.node:
                yield name
            case _:
                pass


def _texts(constants: Iterable[Const | None]) -> Iterator[str]:
    yield from (each.value for each in constants if each is not None and isinstance(each.value, str))
