"""# unsigned-endpoint

## What it does

Finds endpoints whose deliveries nobody verifies: `env={...}` without both signing keys, environment files of the project with a token and not
both keys, and keys that are loaded when the handler has been registered already.

## Why it breaks on replay

Deliveries are verified if both signing keys are set at the moment when the handler is registered. If one is missing there is no error and
no warning: verification is off. Anybody who knows the URL can then post a log of steps that never ran, and the handler believes
it: an order that was never paid is shipped.

In TypeScript a receiver that is given as `undefined` turns verification off as well, whatever keys are set.

## Example

```python
@serve.post("/orders", env={"QSTASH_TOKEN": os.environ["QSTASH_TOKEN"]})
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    paid = await context.run("check-payment", check_payment)
    await context.run("ship", lambda: ship(paid))
```

```typescript
export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => charge());
  },
  { receiver: undefined },
);
```

## Use instead

```python
@serve.post("/orders", env=dict(os.environ))
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    paid = await context.run("check-payment", check_payment)
    await context.run("ship", lambda: ship(paid))
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
});
```

## Fix safety

You set the keys; the engine's console shows them.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Const,
    EffectKind,
    Handler,
    KeysRead,
    Level,
    Profile,
    ProjectContext,
    Registration,
    Report,
    Rule,
    Span,
    Value,
    Verification,
    ir,
    reachable_taint,
    taint_sources,
    walk_nodes,
    with_article,
)
from wflint.rules.unsigned_endpoint.env_files import unset_keys
from wflint.rules.unsigned_endpoint.env_load_order import loaded_after

RULE = Rule(
    code="WF701",
    summary="The endpoint accepts unsigned requests",
    level=Level.WARNING,
    include_helpers=False,
    about=lambda engine: (engine.verification,),
)

_FORGED = "anybody can post a log of steps that never ran"


def check(handler: Handler, report: Report, verification: Verification) -> None:
    """Report registrations at which the signing keys are missing."""
    registration = handler.registration
    if registration is not None and _may_be_off(registration):
        _report_off(report, registration)
        return
    if registration is None or _is_verified(registration):
        return
    described, site = handler.profile.registration, registration.registered_by.site
    environment = registration.options.keywords.get(described.environment)
    if environment is not None and not _is_none(environment.value):
        missing = _missing(environment.value, verification.keys)
        if missing:
            what = f"`{described.environment}` replaces the environment and lacks {missing}"
            finding = report.warning(site, f"{what}, so deliveries are not verified: {_FORGED}")
            finding.label("not verified").help(
                f"add {missing}, or pass {with_article(f'`{described.receiver}`')}"
            )
            finding.without_replay()
        return
    if registration.registered_by.pattern.keys_read is KeysRead.EACH_REQUEST:
        return
    late = loaded_after(handler, registration, verification.keys)
    if late is not None:
        what = "The environment is loaded after this handler is registered"
        finding = report.warning(site, f"{what}, so deliveries are not verified: {_FORGED}")
        finding.label("registered without keys").cause(late, "the keys are loaded here, too late")
        finding.help("load the environment first").without_replay()


def check_project(project: ProjectContext, report: Report) -> None:
    """Report environment files with a token and not both keys."""
    for handler in project.handlers:
        registration, rules = handler.registration, handler.profile.verification
        if registration is None or rules is None or _is_verified(registration):
            continue
        if handler.profile.registration.environment in registration.options.keywords:
            continue
        files = project.env_files(registration.registered_by.site.module)
        for file in files:
            unset = _listed(unset_keys(file, files, rules))
            if unset:
                token = file.settings[rules.token]
                what = f"`{token.name}` is set and {unset} not"
                span = Span(file.source.path, token.start, token.end)
                finding = report.warning(span, f"{what}, so deliveries are not verified: {_FORGED}")
                finding.label("no signing keys beside it").secret()
                finding.help(
                    f"set {unset} as well; without both keys, verification is off and nothing says so"
                )


def _report_off(report: Report, registration: Registration) -> None:
    """Report a receiver that is nothing, or may be, where that turns verification off."""
    by = registration.registered_by
    name = by.profile.registration.receiver
    value = registration.options.keywords[name].value
    null = by.site.module.words.null
    is_certain = _is_none(value)
    what = f"`{name}` is `{null}`" if is_certain else f"`{name}` may be `{null}`"
    then = "which turns verification off" if is_certain else "which then turns verification off"
    finding = report.warning(by.site, f"{what}, {then}, whatever keys are set: {_FORGED}")
    finding.label("not verified").without_replay()
    finding.help(f"leave `{name}` out, so that the keys of the environment count, or pass one in any case")


def _may_be_off(registration: Registration) -> bool:
    """Return whether nothing may be given for the receiver, where that is more than leaving it out."""
    described = registration.registered_by.profile.registration
    receiver = registration.options.keywords.get(described.receiver)
    if not described.receiver_off or receiver is None:
        return False
    may_lack = any(isinstance(ref, Const) and ref.value is None for ref in receiver.value.alternatives)
    # A receiver of the environment's keys that is missing where they are is what leaving it out comes to.
    return may_lack and not _asks_for_keys(receiver.value, registration.registered_by.profile)


def _asks_for_keys(value: Value, profile: Profile) -> bool:
    """Return whether a value is made of the keys in the environment, by which verification is set up anyway."""
    keys = profile.verification.keys if profile.verification is not None else ()
    sources = taint_sources(reachable_taint(value))
    read = {source.site for source in sources if source.row.effect is EffectKind.ENVIRONMENT}
    nodes = {id(site.node) for site in read}
    return any(
        isinstance(each, ir.Attribute) and each.attr in keys and id(each.value) in nodes
        for module in {site.module for site in read}
        for each in walk_nodes(module.body.block)
    )


def _is_verified(registration: Registration) -> bool:
    """Return whether a receiver is given, or may be."""
    if registration.registered_by.guessed or registration.options.rest is not None:
        return True
    receiver = registration.options.keywords.get(registration.registered_by.profile.registration.receiver)
    return receiver is not None and not _is_none(receiver.value)


def _is_none(value: Value) -> bool:
    return isinstance(value.only, Const) and value.only.value is None


def _missing(environment: Value, keys: tuple[str, ...]) -> str:
    """Return the keys that a dictionary certainly lacks, as a list; empty where it lacks none."""
    only = environment.only
    if not isinstance(only, Collection) or only.kind is not ir.ContainerKind.DICT or only.rest is not None:
        return ""
    return _listed([key for key in keys if key not in only.items])


def _listed(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
