"""# not-served

## What it does

Finds handlers that no framework can call, since the module does not export what it calls. Most entries of the SDK return an object
that holds the route, under `POST` or `handler`: exported whole, or not at all, it serves nobody.

In Python, this has no counterpart: a decorator registers the handler with the framework itself.

## Why it breaks on replay

It does not get as far as that: the framework finds no function, and answers every request with an error.

## Example

```typescript
export const POST = serve(async (context) => {
  await context.run("charge", () => charge());
});
```

## Use instead

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
});
```

## Fix safety

Taking the function out of the object that holds it is *safe*: nobody could call the handler before.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Consequence,
    FixClass,
    Handler,
    Level,
    ProjectContext,
    Report,
    Rule,
    Site,
    ir,
    keeps,
    spelled,
    walk_nodes,
)

RULE = Rule(
    code="WF615",
    summary="A module does not export what the framework calls",
    level=Level.ERROR,
    include_helpers=False,
    holds_for=lambda engine: engine.consequences.not_served is not None,
    fixes=(FixClass.SAFE,),
)

_DEFAULT = "default"


def check(handler: Handler, report: Report) -> None:
    """Report a registration at the top of a module whose route nobody can reach."""
    registration, outcome = handler.registration, handler.profile.consequences.not_served
    if registration is None or outcome is None:
        return
    by = registration.registered_by
    _check(report, outcome, by.site, by.pattern.gives_member)


def check_project(project: ProjectContext, report: Report) -> None:
    """Report routes of several handlers that nobody can reach."""
    for handler in project.handlers:
        outcome = handler.profile.consequences.not_served
        for site, group, _ in handler.groups if outcome is not None else ():
            _check(report, outcome, site, group.gives_member)


def _check(report: Report, outcome: Consequence | None, site: Site, member: str) -> None:
    if outcome is None or not member or site.module.exports is None:
        return
    what = _unreached(site.module, site.node, member)
    if what:
        call = spelled(site.node)
        message = outcome.message.format(registers=call, member=member, what=what)
        finding = report.error(site, message).label(f"an object that holds `{member}`").without_replay()
        finding.help(_help(call, member))
        finding.fix(
            keeps(f"take `{member}` out of it", lambda rewrite: rewrite.take_member(site, member)).revealing()
        )


def _help(call: str, member: str) -> str:
    if member.isupper():
        return f"export what `{call}()` returns as `{{ {member} }}`"
    return f"export `{member}` of what `{call}()` returns as the default"


def _unreached(module: ir.Module, call: ir.Node, member: str) -> str:
    """Return why nobody reaches the route in what a call gives; empty where somebody may."""
    exports = module.exports or frozenset()
    holder = next((name for name, value in _variables(module) if value is call), None)
    if holder is None:
        return ""
    if holder in exports and holder in (member, _DEFAULT):
        return "the whole of it is exported"
    if holder in exports or holder == _DEFAULT:
        return ""
    taken = [
        (name, value)
        for name, value in _variables(module)
        if isinstance(value, ir.Attribute) and isinstance(value.value, ir.Name) and value.value.id == holder
    ]
    names = {name for name, value in taken if value.attr == member}
    uses = [each for each in walk_nodes(module.body.block) if isinstance(each, ir.Name)]
    is_used = sum(each.id == holder for each in uses) > 1 + len(taken)
    if is_used or not names or names & exports or any(_is_read(name, uses) for name in names):
        return ""
    return f"`{next(iter(names))}` is not exported"


def _variables(module: ir.Module) -> Iterator[tuple[str, ir.Expr]]:
    """Yield the variables that a module's own code assigns, each with what it is given."""
    for statement in module.body.block.statements:
        if isinstance(statement, ir.Assign) and statement.value is not None:
            yield from (
                (target.id, statement.value) for target in statement.targets if isinstance(target, ir.Name)
            )


def _is_read(name: str, names: list[ir.Name]) -> bool:
    """Return whether a variable is mentioned anywhere beside its assignment."""
    return sum(each.id == name for each in names) > 1
