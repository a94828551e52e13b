"""# invalid-serve-option

## What it does

Finds options that a registration of a handler does not take: unknown ones, those of the SDKs for other languages (`failureUrl`),
`redact` on the decorators. It also finds a `qstash_client` of the wrong class: an async handler needs an `AsyncQStash`, a sync
one a `QStash`.

## Why it breaks on replay

An option that is not known is a `TypeError` when the module is imported, so the whole application does not start. A client of the wrong
class is rejected there, too, or fails when it sends the first step.

## Example

```python
@serve.post("/orders", failureUrl="https://example.com/failed")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ship", ship)
```

## Use instead

```python
@serve.post("/orders", failure_url="https://example.com/failed")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ship", ship)
```

## Fix safety

Correcting a camelCase spelling is safe: the application could not start.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from wflint.rules.api import Actual, Draft, Handler, Instance, Level, Profile, Registration, Rule, Site, keeps

RULE = Rule(
    code="WF611",
    summary="A handler is registered with an option that does not exist",
    level=Level.ERROR,
    whoever_calls=False,
    applies=lambda engine: bool(engine.registration.options),
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find options that the registration does not take."""
    registration = handler.registration
    if registration is None:
        return
    profile, pattern = registration.registrar.profile, registration.registrar.pattern
    known = (*pattern.parameters, *profile.registration.options, *pattern.more_options)
    for name, actual in registration.options.keywords.items():
        site = _site(registration, actual)
        if name not in known:
            yield _unknown(profile, name, known, site)
        elif name == profile.registration.client:
            yield from _client(registration, actual, site)


def _unknown(profile: Profile, name: str, known: tuple[str, ...], site: Site) -> Draft:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    elsewhere = next((each.pattern for each in profile.handler if name in each.more_options), None)
    close = [snake] if snake in known else difflib.get_close_matches(snake, known, n=1)
    if elsewhere is not None:
        help_ = f"leave it out; only `{elsewhere.rpartition('.')[2]}` takes it"
    elif close:
        help_ = f"did you mean `{close[0]}`?"
    else:
        help_ = f"the options are {', '.join(f'`{each}`' for each in known)}"
    message = f"There is no option `{name}` here: `TypeError` when this module is imported"
    fix = None
    if snake in known:
        fix = keeps(f"write `{snake}`", lambda rewrite: rewrite.name_argument(site, snake))
    return Draft(Level.ERROR, message, site, "no such option", (), help_, fix=fix)


def _client(registration: Registration, actual: Actual, site: Site) -> Iterator[Draft]:
    profile, wanted = registration.registrar.profile, registration.registrar.pattern.color
    given = actual.value.only
    color = profile.client_color(given.type) if isinstance(given, Instance) else None
    if wanted is None or color is None or color is wanted or not isinstance(given, Instance):
        return
    right = next((each.types[0].rpartition(".")[2] for each in profile.client if each.color is wanted), "")
    wrong = given.type.rpartition(".")[2]
    message = f"The handler is {wanted.value}, and `{wrong}` is the {color.value} client, with which it cannot send its steps"
    yield Draft(Level.ERROR, message, site, f"a `{wrong}`", (), f"pass a `{right}`")


def _site(registration: Registration, actual: Actual) -> Site:
    at = registration.registrar.site
    return Site(at.module, actual.node, at.outermost) if actual.node is not None else at
