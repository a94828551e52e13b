"""# dead-except-around-step

## What it does

Finds an `except` around a step that names the exception which the step's function raises, with engines that give the handler an
exception of their own in its place. It also finds `contextlib.suppress` of such an exception, and `isinstance` tests of the caught one, in
TypeScript `instanceof`.

## Why it breaks on replay

The engine stores that a step has failed, and with which error, as data. The handler is given that in an exception of the engine, in the
pass after the last attempt and in all later ones; the class that was raised is only a name in it. So the `except` never catches
anything: its body never runs, and the run fails unless something else catches the failure.

It is an error where the `except` runs a step and no other one beside it catches the failure, else a warning. A `catch` in TypeScript catches
everything, and only what the test guards never happens.

## Example

```python
import inngest

client = inngest.Inngest(app_id="shop")


class Declined(Exception): ...


def charge_card() -> None:
    raise Declined


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    try:
        await ctx.step.run("charge", charge_card)
    except Declined:
        await ctx.step.run("cancel", lambda: "cancelled")
```

```typescript
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

class Declined extends Error {
  name = "Declined";
}

export const order = inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.created" }] },
  async ({ step }) => {
    try {
      await step.run("charge", () => {
        throw new Declined("no funds");
      });
    } catch (error) {
      if (error instanceof Declined) {
        await step.run("cancel", () => "cancelled");
      }
    }
  },
);
```

## Use instead

```python
import inngest

client = inngest.Inngest(app_id="shop")


class Declined(Exception): ...


def charge_card() -> None:
    raise Declined


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order.created"))
async def order(ctx: inngest.Context) -> None:
    try:
        await ctx.step.run("charge", charge_card)
    except inngest.StepError as error:
        if error.name != "Declined":
            raise
        await ctx.step.run("cancel", lambda: "cancelled")
```

```typescript
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

class Declined extends Error {
  name = "Declined";
}

export const order = inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.created" }] },
  async ({ step }) => {
    try {
      await step.run("charge", () => {
        throw new Declined("no funds");
      });
    } catch (error) {
      if (error.name === "Declined") {
        await step.run("cancel", () => "cancelled");
      }
    }
  },
);
```

## Fix safety

There is no fix: the exception of the engine has none of the attributes that the code in the `except` may read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wflint.rules.api import (
    Branch,
    Event,
    Handler,
    Level,
    Report,
    Rule,
    Site,
    StepFailure,
    Suppressor,
    TryBlock,
    TypeTest,
    Value,
    WithBlock,
    ir,
    step_label,
    steps_run,
    walk_nodes,
)
from wflint.rules.dead_except_around_step.uncaught import Guarded

RULE = Rule(
    code="WF317",
    summary="An `except` around a step never catches its failure",
    level=Level.ERROR,
    also=(Level.WARNING,),
    about=lambda engine: (engine.step_failure,),
)


class _Catch(NamedTuple):
    """Something that catches exceptions.

    Attributes:
        site: Where it is.
        never: What does not happen, as the end of a sentence.
        types: The types that it catches.
        then: What it does with them.
        is_alone: Whether nothing beside it catches what it does not.
        is_test: Whether it only asks what was caught.
    """

    site: Site
    never: str
    types: Value
    then: list[Event]
    is_alone: bool = True
    is_test: bool = False


def check(handler: Handler, report: Report, failure: StepFailure) -> None:
    """Report what catches exceptions that never leave a step."""
    for event in handler.replayed:
        match event:
            case TryBlock():
                block = event.site.node.body if isinstance(event.site.node, ir.Try) else None
                guarded = Guarded(handler, failure, event.body, block)
                catches = list(_of_clauses(event, guarded, failure))
            case WithBlock():
                guarded, catches = Guarded(handler, failure, event.body), list(_of_manager(event))
            case _:
                continue
        for catch in catches:
            if guarded.never_raises(catch.types):
                _report(report, failure, guarded, catch)


def _report(report: Report, failure: StepFailure, guarded: Guarded, catch: _Catch) -> None:
    step, follows = next(steps_run(guarded.events), None), next(steps_run(catch.then), None)
    if step is None:
        return
    name = failure.exception.rpartition(".")[2]
    never = f", and {step_label(follows)} never runs" if follows is not None else ""
    arrives = f"arrives as `{name}`, whatever its function has raised"
    if failure.test:
        arrives = f"arrives as `{name}` of another realm, whose classes the code cannot name"
    message = f"A failure of {step_label(step)} {arrives}: {catch.never}{never}"
    level = Level.ERROR if follows is not None and catch.is_alone else Level.WARNING
    finding = report.add(level, catch.site, message).label("for another exception")
    finding.step(step.site, "the step that may fail")
    for raised in guarded.raised_by_steps(catch.types):
        finding.cause(raised.path[-1], "raised here, and stored as data")
    if failure.test:
        finding.help(f"ask `{failure.test.format(error='error')}`, or look at `error.message`")
        return
    original = failure.original.format(error="error")
    ask = f"ask `{original}` which class was raised" if original else ""
    if catch.is_test and ask:
        finding.help(ask)
    else:
        finding.help(f"catch `{failure.exception}`{f', and {ask}' if ask else ''}")


def _of_clauses(event: TryBlock, guarded: Guarded, failure: StepFailure) -> Iterator[_Catch]:
    is_alone = not any(guarded.catches_failures(clause.type) for clause in event.clauses)
    for clause in event.clauses:
        if clause.type is not None:
            yield _Catch(clause.site, "this `except` never catches it", clause.type, clause.body, is_alone)
        if clause.node.name is not None:
            tests = _tests(clause.body, clause.node.name, dict(_kept_tests(clause.node)))
            # An expression that asks for a class mostly knows what to do with anything else.
            asked = {each.test for each in walk_nodes(clause.node) if isinstance(each, ir.If)}
            yield from (each for each in tests if not failure.test or each.site.node in asked)


def _of_manager(event: WithBlock) -> Iterator[_Catch]:
    for ref in event.manager.alternatives:
        if isinstance(ref, Suppressor):
            every = tuple(each for types in ref.types for each in types.alternatives)
            types = Value(every, is_open=any(types.is_open for types in ref.types))
            yield _Catch(event.site, "this never suppresses it", types, [])


def _kept_tests(clause: ir.Node) -> Iterator[tuple[str, ir.Expr]]:
    """Yield the variables of a clause with the expressions that they stand for: `const refused = error instanceof Refused`."""
    for node in walk_nodes(clause):
        if isinstance(node, ir.Assign) and node.value is not None:
            yield from ((each.id, node.value) for each in node.targets if isinstance(each, ir.Name))


def _tests(events: list[Event], name: str, kept: Mapping[str, ir.Expr]) -> Iterator[_Catch]:
    """Yield the tests of a caught exception for its type, by its variable and those that keep such a test."""
    for event in events:
        if not isinstance(event, Branch):
            continue
        asked = event.site.node
        tested = _tested(kept.get(asked.id, asked) if isinstance(asked, ir.Name) else asked)
        test = event.test.only
        if isinstance(test, TypeTest) and isinstance(tested, ir.Name) and tested.id == name:
            yield _Catch(event.site, "this is never true", test.types, event.arms[0], is_test=True)
        for arm in event.arms:
            yield from _tests(arm, name, kept)


def _tested(node: ir.Node) -> ir.Expr | None:
    """Return what a test for a type is about: `isinstance(x, ...)`, `x instanceof ...`."""
    match node:
        case ir.Call(args=(first, *_)):
            return first.value
        case ir.Operation(operands=(first, _)):
            return first
        case _:
            return None
