"""# missing-context-method

## What it does

Finds attributes of the context that the installed SDK does not have: methods of the SDKs for other languages
(`wait_for_event`, `notify`, `invoke`, `cancel`), camelCase spellings and typing mistakes. In modules with handlers it also finds what
only earlier versions of the SDK had, unless a lock file, the requirements or `pyproject.toml` hold the project to such a version.

## Why it breaks on replay

The handler fails with `AttributeError` where it uses the attribute, in TypeScript with `TypeError` where it calls what is `undefined`, in
every delivery and every retry, after the steps before have done their work.

## Example

```python
@serve.post("/approval")
async def approval(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ask", ask)
    await context.sleepUntil("wait", "2030-01-01T00:00:00+00:00")
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
  await context.sleep_until("wait", "2030-01-01T00:00:00Z");
});
```

## Use instead

```python
@serve.post("/approval")
async def approval(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ask", ask)
    await context.sleep_until("wait", "2030-01-01T00:00:00+00:00")
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
  await context.sleepUntil("wait", "2030-01-01T00:00:00Z");
});
```

## Fix safety

Correcting camelCase, snake_case or the case of letters is safe: a run could never get past this point. Where a letter is missing, wrong or
out of place, it is unsafe: another method may be meant.
"""

from __future__ import annotations

import difflib
import itertools
import re

from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    MissingMember,
    ProjectContext,
    Report,
    Rule,
    keeps,
)

RULE = Rule(
    code="WF605",
    summary="The context has no such attribute",
    level=Level.ERROR,
    holds_for=lambda engine: bool(engine.absent or engine.gone) or not engine.members.extended,
    fixes=(FixClass.SAFE, FixClass.UNSAFE),
)

_SHORT = 3
"""Names of no more letters have too much in common with others."""


def check(handler: Handler, report: Report) -> None:
    """Report attributes of the context that the profile does not know."""
    for event, _ in handler.recorded(MissingMember):
        if handler.knows_of(event.attr):
            continue
        profile = event.context.profile
        members = sorted(profile.context_members(event.context.path))
        words, engine = event.site.module.words, profile.engine
        whose = engine.title if engine.language in engine.title else f"{engine.title} for {engine.language}"
        message = f"The context of {whose} has no `{event.attr}`: {words.missing}"
        finding = report.error(event.site, message).label("no such attribute")
        finding.help(_help(event, members)).fix(_fix(event, members))
        if event.attr in profile.members.earlier:
            finding.of_version()


def check_project(project: ProjectContext, report: Report) -> None:
    """Report what the SDK has no more, where a project may be given the version that lacks it."""
    for handler in project.handlers:
        for site, name in handler.gone:
            gone = handler.profile.gone.get(name)
            if gone is not None and not project.has_earlier(site.module, handler.profile):
                report.error(site, gone.says).label("no more").help(gone.instead).without_replay()


def _help(event: MissingMember, members: list[str]) -> str:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", event.attr).lower()
    absent, full = event.context.profile.absent, event.context.within(snake)
    if full in absent:
        return absent[full]
    close = _respelled(event.attr, members) or difflib.get_close_matches(snake, members, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    what = f"`{event.context.path}`" if event.context.path else "the context"
    return f"{what} has {', '.join(f'`{name}`' for name in members)}"


def _respelled(name: str, members: list[str]) -> list[str]:
    """Return the members that have a name's letters, in other cases or with other underscores."""
    return [member for member in members if _letters(member) == _letters(name)]


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _mistyped(name: str, members: list[str]) -> list[str]:
    """Return the members that differ from a name by one letter too few, too many, changed, or out of place."""
    return [member for member in members if _is_one_slip(_letters(name), _letters(member))]


def _is_one_slip(one: str, other: str) -> bool:
    """Return whether two names are the same but for one slip of the hand."""
    before = sum(
        1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    rest, wanted = one[before:], other[before:]
    slips = (
        rest[1:] == wanted,
        rest == wanted[1:],
        rest[1:] == wanted[1:],
        rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:],
    )
    return len(min(one, other, key=len)) > _SHORT and any(slips)


def _fix(event: MissingMember, members: list[str]) -> FixDraft | None:
    """Write the one member that can be meant."""
    full = event.context.within(event.attr)
    same, close = _respelled(event.attr, members), _mistyped(event.attr, members)
    found = same or close
    if len(found) != 1 or full in event.context.profile.absent:
        return None
    site, name = event.site, found[0]
    draft = keeps(f"write `{name}`", lambda rewrite: rewrite.rename_attribute(site, name)).revealing()
    return draft if same else draft.unsafe()
