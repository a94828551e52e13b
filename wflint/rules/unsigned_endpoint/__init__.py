"""# unsigned-endpoint

## What it does

Finds endpoints whose deliveries nobody verifies: `env={...}` without both signing keys, environment files of the project with a token and not
both keys, and keys that are loaded when the handler has been registered already.

## Why it breaks on replay

Deliveries are verified if both signing keys are set at the moment when the handler is registered. If one is missing there is no error and
no warning: verification is off. Anybody who knows the URL can then post a log of steps that never ran, and the handler believes
it: an order that was never paid is shipped.

## Example

```python
@serve.post("/orders", env={"QSTASH_TOKEN": os.environ["QSTASH_TOKEN"]})
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    paid = await context.run("check-payment", check_payment)
    await context.run("ship", lambda: ship(paid))
```

## Use instead

```python
@serve.post("/orders", env=dict(os.environ))
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    paid = await context.run("check-payment", check_payment)
    await context.run("ship", lambda: ship(paid))
```

## Fix safety

The keys are yours to set. They stand in the engine's console.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Collection,
    Const,
    Draft,
    EnvFile,
    Handler,
    Level,
    Note,
    ProjectContext,
    Role,
    Rule,
    Span,
    Value,
    Verification,
    ir,
)
from wflint.rules.unsigned_endpoint.env_load_order import loaded_after

RULE = Rule(
    code="WF701",
    summary="Nobody verifies who calls the endpoint",
    level=Level.WARNING,
    whoever_calls=False,
    applies=lambda engine: engine.verification is not None,
)

_FORGED = "anybody can post a log of steps that never ran"
_LOCAL = ("//localhost", "//127.", "//0.0.0.0", "//[::1]", "//host.docker.internal")


def check(handler: Handler) -> Iterator[Draft]:
    """Find registrations at which the signing keys are missing."""
    registration = handler.registration
    if registration is None or _is_verified(handler):
        return
    profile = registration.registrar.profile
    site, keys = registration.registrar.site, profile.verification.keys if profile.verification else ()
    environment = registration.options.keywords.get(profile.registration.environment)
    if environment is not None and not _is_none(environment.value):
        missing = _missing(environment.value, keys)
        if missing:
            label = profile.registration.environment
            message = f"`{label}` stands for the environment and lacks {_listed(missing)}, so deliveries are not verified: {_FORGED}"
            help_ = f"add {_listed(missing)}, or pass a `{profile.registration.receiver}`"
            yield Draft(Level.WARNING, message, site, "not verified", (), help_)
        return
    late = loaded_after(registration, keys)
    if late is not None:
        message = f"The environment is loaded after this handler is registered, so deliveries are not verified: {_FORGED}"
        notes = (Note(late, "the keys are loaded here, too late", Role.CAUSE),)
        yield Draft(
            Level.WARNING, message, site, "registered without keys", notes, "load the environment first"
        )


def check_project(surroundings: ProjectContext) -> Iterator[Draft]:
    """Find environment files with a token and not both keys."""
    for handler in surroundings.handlers:
        registration = handler.registration
        if registration is None or _is_verified(handler):
            continue
        profile = registration.registrar.profile
        rules = profile.verification
        if rules is None or profile.registration.environment in registration.options.keywords:
            continue
        files = surroundings.env_files(registration.registrar.site.module)
        for file in files:
            missing = _unset(file, files, rules)
            if missing:
                yield _env_draft(file, missing, rules)


def _is_verified(handler: Handler) -> bool:
    """Whether a receiver is given, or may be."""
    registration = handler.registration
    if registration is None or registration.registrar.guessed or registration.options.rest is not None:
        return True
    if registration.registrar.profile.verification is None:
        return True
    receiver = registration.options.keywords.get(registration.registrar.profile.registration.receiver)
    return receiver is not None and not _is_none(receiver.value)


def _is_none(value: Value) -> bool:
    return isinstance(value.only, Const) and value.only.value is None


def _missing(environment: Value, keys: tuple[str, ...]) -> list[str]:
    """The keys that a dictionary certainly lacks."""
    only = environment.only
    if not isinstance(only, Collection) or only.kind is not ir.ContainerKind.DICT or only.rest is not None:
        return []
    return [key for key in keys if key not in only.items]


def _unset(file: EnvFile, files: tuple[EnvFile, ...], rules: Verification) -> list[str]:
    """The keys that are missing where a file is used, alone or on top of the project's common ones."""
    if not file.value(rules.token) or any(mark in file.value(rules.endpoint) for mark in _LOCAL):
        return []
    beside = [each for each in files if _goes_with(each, file)]
    return [key for key in rules.keys if not any(each.value(key) for each in (file, *beside))]


def _goes_with(other: EnvFile, file: EnvFile) -> bool:
    """Whether a file may be used together with another one: common ones with all, others with the common ones."""
    common = {".env", ".env.local", ".env.shared", ".env.defaults"}
    return other.path.name in common or file.path.name in common


def _env_draft(file: EnvFile, missing: list[str], rules: Verification) -> Draft:
    token = file.settings[rules.token]
    message = f"`{token.name}` is set and {_listed(missing)} not, so deliveries are not verified: {_FORGED}"
    span = Span(file.source.path, token.start, token.end)
    help_ = f"set {_listed(missing)} as well; without both keys, verification is off and nothing says so"
    return Draft(Level.WARNING, message, span, "no signing keys beside it", (), help_, secret=True)


def _listed(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
