"""# handler-kind-mismatch

## What it does

Finds handlers that do not fit the way they are registered: a sync function where the SDK awaits it, an async one where it does
not, a generator, a function that cannot be called with the context alone, and two Flask handlers of one name. It also finds
failure functions that are sync or async where they must not be, or that do not take context, status, message and headers.

In TypeScript, these are generators, functions with further parameters, and sync functions that neither await their steps nor return their promise.

With engines that have such, it also finds sync operations in an async workflow, which fail where an event loop runs, and web routes
that are made of the plain function because they stand below the engine's decorator. Where versions of an SDK differ in what they call
or refuse, it goes by those that lock files, the requirements or `pyproject.toml` hold the project to.

## Why it breaks on replay

The decorators reject a handler of the wrong kind when the module is imported. Where nothing rejects it, its body never runs and
the trigger is answered with an error. A failure function of the wrong kind or with other parameters is noticed only when a run
fails: its work is then not done, or done again and again.

## Example

```python
@serve.post("/orders")
def orders(context: AsyncWorkflowContext[dict]) -> None:
    context.run("charge", charge)
```

```typescript
export const { POST } = serve(async function* (context) {
  await context.run("charge", () => charge());
  yield "charged";
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
  return "charged";
});
```

## Fix safety

Writing `async def` or `def`, or `async function` in TypeScript, with the awaits that belong to it, is safe where the body allows it. No run could get past this
point.
"""

from __future__ import annotations

from wflint.rules.api import (
    Color,
    Concurrency,
    Concurrent,
    FindingBuilder,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Problem,
    Registration,
    Report,
    Rule,
    Site,
    StepCall,
    called,
    definition_site,
    keeps,
    steps_run,
)
from wflint.rules.handler_kind_mismatch.problems import (
    failure_problem,
    handler_problem,
    later_problem,
)
from wflint.rules.handler_kind_mismatch.routes import routes_inside

RULE = Rule(
    code="WF313",
    summary="A handler does not fit how it is registered",
    level=Level.ERROR,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report what the engine cannot call the way it does."""
    _report_sync_steps(handler, report)
    registration = handler.registration
    if registration is None or registration.registered_by.guessed:
        return
    for route, problem in routes_inside(handler, registration):
        finding = _report(report, route, problem)
        finding.note(registration.registered_by.site, "made a workflow here, too late")
    _report_handler(handler, report, registration)
    _report_failure_function(handler, report, registration)


def _report(report: Report, site: Site, problem: Problem) -> FindingBuilder:
    return report.problem(site, problem).label("does not fit").without_replay()


def _report_handler(handler: Handler, report: Report, registration: Registration) -> None:
    """Report a handler of the wrong kind or for another version of the SDK, or else one whose name another one has."""
    site, problem = registration.argument or handler.site, handler_problem(handler, registration)
    later, pattern = later_problem(handler, registration), registration.registered_by.pattern
    if later is not None:
        _report(report, site, later).since(pattern.later, is_required=True)
    if problem is not None:
        finding = _report(report, site, problem).note(registration.registered_by.site, "registered here")
        wrapped = handler.entry is not handler.function
        if wrapped:
            finding.cause(definition_site(registration.handler), "called in its place")
            kind = (
                "an async" if handler.context.color is Color.ASYNC or handler.function.is_async else "a plain"
            )
            finding.help(f"let the decorator return {kind} function for {kind} function")
        finding.fix(_color_changed(handler) if handler.has_wrong_color and not wrapped else None)
    elif handler.namesake is not None:
        message = (
            f"Another handler is named `{handler.name}` already: the module fails to import with `AssertionError: View "
            "function mapping is overwriting an existing endpoint function`"
        )
        finding = _report(report, site, Problem(Level.ERROR, message, "rename one of them"))
        finding.note(handler.namesake, "the first handler of that name")


def _report_failure_function(handler: Handler, report: Report, registration: Registration) -> None:
    problem = failure_problem(handler, registration)
    if problem is not None and handler.failure is not None:
        finding = _report(report, handler.failure.site, problem)
        finding.note(handler.failure.followed.site, "called when the run has failed for good")


def _report_sync_steps(handler: Handler, report: Report) -> None:
    """Report steps that fail where an event loop runs."""
    if handler.context.color is not Color.ASYNC:
        return
    pooled = {
        step
        for event, _ in handler.recorded(Concurrent)
        if event.kind is Concurrency.POOL  # a thread has no event loop
        for step in steps_run([event])
    }
    for step in handler.steps:
        if step.method.twin and step.parent is None and step not in pooled:
            call, replay = called(step.site.node), handler.profile.replay
            message = f"`{call}` fails in an async {replay.handler}: `{step.method.rejects}`"
            finding = report.error(step.site, message).label("does not fit")
            finding.help(f"`await` its twin `{step.method.twin}`").fix(_twin_awaited(step))
            if step.method.rejects_since:
                finding.since(step.method.rejects_since)


def _twin_awaited(step: StepCall) -> FixDraft:
    """Await the async function that does the same."""
    name = step.method.twin
    return keeps(f"await `{name}`", lambda rewrite: rewrite.await_it(step.site, method=name)).revealing()


def _color_changed(handler: Handler) -> FixDraft | None:
    """Give the handler the color of its context; `None` where the engine has no context of that color for handlers."""
    color, function = handler.context.color, handler.function
    described = (each for each in handler.profile.context if each.color is color and not each.path)
    types = next((each.types for each in described), None)
    if types is None:
        return None
    annotation = function.parameters[0].annotation if function.parameters else None
    context = (
        Site(handler.site.module, annotation, function.enclosing_definition)
        if annotation is not None
        else None
    )
    steps = [step.site for step in handler.steps if step.parent is None]
    is_async, words = color is Color.ASYNC, handler.words
    return keeps(
        f"make it {f'an `{words.async_function}`' if is_async else f'a plain `{words.sync_function}`'}",
        lambda rewrite: rewrite.change_color(handler.site, steps, context, types[0], is_async=is_async),
    ).revealing()
