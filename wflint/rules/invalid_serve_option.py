"""# invalid-serve-option

## What it does

Finds options that a registration of a handler does not take: unknown ones, those of the SDKs for other languages (`failureUrl`),
`redact` on the decorators. It also finds a `qstash_client` of the wrong class: an async handler needs an `AsyncQStash`, a sync
one a `QStash`, and options that are given to the object that registers handlers instead of to each registration.

## Why it breaks on replay

An option that is not known is a `TypeError` when the module is imported, so the whole application does not start; in TypeScript it is ignored:
with `retries: 0` a failing step is tried four times all the same. A client of the wrong
class is rejected there, too, or fails when it sends the first step.

## Example

```python
@serve.post("/orders", failureUrl="https://example.com/failed")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ship", ship)
```

```typescript
export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => charge());
  },
  { retries: 0 },
);
```

## Use instead

```python
@serve.post("/orders", failure_url="https://example.com/failed")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ship", ship)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
});

export const start = () => client.trigger({ url: "https://example.com/api/charge", retries: 0 });
```

## Fix safety

Correcting a camelCase spelling is safe: the application could not start.
"""

from __future__ import annotations

import difflib
import re

from wflint.rules.api import (
    FixClass,
    Handler,
    Instance,
    Level,
    Profile,
    ProjectContext,
    Ref,
    Registration,
    Report,
    Rule,
    Site,
    at_node,
    keeps,
    option_site,
    with_article,
)

RULE = Rule(
    code="WF611",
    summary="A handler is registered with an option that does not exist",
    level=Level.ERROR,
    include_helpers=False,
    holds_for=lambda engine: bool(engine.registration.options),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report options that the registration does not take."""
    registration = handler.registration
    if registration is None:
        return
    profile, pattern = registration.registered_by.profile, registration.registered_by.pattern
    known = (*pattern.parameters, *profile.registration.options, *pattern.more_options)
    for name, actual in registration.options.keywords.items():
        site = option_site(registration, actual)
        if name not in known:
            # Where options are fields of an object, nothing else can be given by name.
            takes = known if pattern.options_at is None else known[len(pattern.parameters) :]
            _report_unknown(report, site, profile, name, takes)
        elif name == profile.registration.client:
            _report_client(report, site, registration, actual.value.only)
    _report_constructor(report, registration, known)


def check_project(project: ProjectContext, report: Report) -> None:
    """Report options that what serves several handlers does not take."""
    for handler in project.handlers:
        profile = handler.profile
        known = profile.registration.options
        for call, _, given in handler.groups if known else ():
            for name, actual in given.keywords.items():
                if name not in known:
                    site = at_node(call, actual.node) if actual.node is not None else call
                    _report_unknown(report, site, profile, name, known)


def _report_constructor(report: Report, registration: Registration, known: tuple[str, ...]) -> None:
    """Report options that are given to the object that registers handlers, and not to a registration."""
    by = registration.registered_by
    through = by.through
    described = by.profile.registering_class(through.type) if through is not None else None
    if through is None or described is None or through.options is None or through.made is None:
        return
    class_, method = described.type.rpartition(".")[2], by.pattern.pattern.rpartition(".")[2]
    takes = f"it takes {', '.join(f'`{each}`' for each in described.parameters)} alone"
    surplus = dict.fromkeys(through.options.positional[len(described.parameters) :], "")
    options = {actual: name for name, actual in through.options.keywords.items()}
    for actual, name in {**surplus, **options}.items():
        if name in described.parameters:
            continue
        site = at_node(through.made, actual.node) if actual.node is not None else through.made
        what = f"has no option `{name}`" if name else "does not take this"
        finding = report.error(site, f"`{class_}` {what}: `TypeError` when it is called")
        finding.label("no such option").without_replay()
        finding.help(f"give it to `{method}`" if name in known else takes)


def _report_unknown(report: Report, site: Site, profile: Profile, name: str, known: tuple[str, ...]) -> None:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    message = f"There is no option `{name}` here: {profile.registration.unknown}"
    finding = report.error(site, message).label("no such option").without_replay()
    finding.help(_help(profile, name, snake, known))
    if name in profile.registration.elsewhere:  # earlier versions took it here
        finding.of_version()
    if snake in known:
        finding.fix(keeps(f"write `{snake}`", lambda rewrite: rewrite.name_argument(site, snake)))


def _help(profile: Profile, name: str, snake: str, known: tuple[str, ...]) -> str:
    elsewhere = next((each.pattern for each in profile.handler if name in each.more_options), None)
    if elsewhere is not None:
        return f"leave it out; only `{elsewhere.rpartition('.')[2]}` takes it"
    if name in profile.registration.elsewhere:
        return profile.registration.elsewhere[name]
    close = [snake] if snake in known else difflib.get_close_matches(snake, known, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"the options are {', '.join(f'`{each}`' for each in known)}"


def _report_client(report: Report, site: Site, registration: Registration, given: Ref | None) -> None:
    """Report a client that cannot send the steps of a handler."""
    profile, wanted = registration.registered_by.profile, registration.registered_by.pattern.color
    color = profile.client_color(given.type) if isinstance(given, Instance) else None
    if wanted is None or color in (None, wanted) or not isinstance(given, Instance):
        return
    right = next((each.types[0].rpartition(".")[2] for each in profile.client if each.color is wanted), "")
    wrong = given.type.rpartition(".")[2]
    message = (
        f"The handler is {wanted.value}, and `{wrong}` is the {color.value} client, "
        "with which it cannot send its steps"
    )
    finding = report.error(site, message).label(with_article(f"`{wrong}`")).without_replay()
    finding.help(f"pass {with_article(f'`{right}`')}")
