"""# handler-kind-mismatch

## What it does

Finds handlers that do not fit the way they are registered: a sync function where the SDK awaits it, an async one where it does
not, a generator, a function that cannot be called with the context alone, and two Flask handlers of one name. It also finds
failure functions that are sync or async where they must not be, or that do not take context, status, message and headers.

With engines that have such, it also finds sync operations in an async workflow, which fail where an event loop runs, and web routes
that are made of the plain function because they stand below the engine's decorator.

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

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
```

## Fix safety

Writing `async def` or `def`, with the awaits that belong to it, is safe where the body allows it. No run could get past this
point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.callables import callee, misfit
from wflint.domain.steps import Concurrency, StepCall
from wflint.domain.taint import Site
from wflint.engines import Color
from wflint.engines.handlers import CONTEXT, Failure
from wflint.findings import InFlight, Level, Role
from wflint.interpreter.core import Registration
from wflint.ir import nodes as ir
from wflint.ir.spelling import called
from wflint.model.colors import has_wrong_color
from wflint.model.handler import Handler
from wflint.model.parts import FailureFunction
from wflint.rules._rule import Draft, FixDraft, Note, Rule, handler_note, keeps
from wflint.trace.events import Concurrent

RULE = Rule(code="WF313", summary="A handler does not fit how it is registered", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find what the engine cannot call the way it does."""
    yield from _sync_steps(handler)
    registration, described = handler.registration, handler.profile.failure
    if registration is None or registration.registrar.guessed:
        return
    yield from _route_inside(handler, registration)
    problem = _handler_problem(handler, registration)
    if problem is not None:
        note = Note(registration.registrar.site, "registered here", Role.NOTE)
        fix = _fix(handler) if handler.has_wrong_color else None
        yield replace(_draft(problem, registration.argument or handler.site, note), fix=fix)
    elif handler.namesake is not None:
        message = (
            f"Another handler is named `{handler.name}` already: the module fails to import with `AssertionError: View "
            "function mapping is overwriting an existing endpoint function`"
        )
        note = Note(handler.namesake, "the first handler of that name", Role.NOTE)
        yield _draft((message, "rename one of them"), registration.argument or handler.site, note)
    if handler.failure is not None and described is not None:
        problem = _failure_problem(
            handler.failure, described, registration.registrar.pattern.color, handler.context.color
        )
        if problem is not None:
            note = Note(handler.failure.followed.site, "called when the run has failed for good", Role.NOTE)
            yield _draft(problem, handler.failure.site, note)


def _sync_steps(handler: Handler) -> Iterator[Draft]:
    """Steps that fail where an event loop runs."""
    if handler.context.color is not Color.ASYNC:
        return
    pooled = {
        step
        for event, _ in handler.recorded(Concurrent)
        if event.kind is Concurrency.POOL  # a thread has no event loop
        for step in handler.steps_in(event)
    }
    for step in handler.steps:
        if step.method.twin and step.parent is None and step not in pooled:
            what = called(step.site.node)
            message = f"`{what}` fails in an async {handler.profile.replay.handler}: `{step.method.rejects}`"
            problem = (message, f"`await` its twin `{step.method.twin}`")
            yield replace(_draft(problem, step.site, handler_note(handler)), fix=_fork(step))


def _fork(step: StepCall) -> FixDraft:
    """Await the async function that does the same."""
    name = step.method.twin
    return keeps(f"await `{name}`", lambda rewrite: rewrite.await_it(step.site, method=name))


_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route", "websocket"})


def _route_inside(handler: Handler, registration: Registration) -> Iterator[Draft]:
    """A route that is made of the function before the engine's decorator sees it."""
    outcome, decorators = handler.profile.outcome.route_inside, handler.function.decorators
    own = registration.registrar.site.node
    if outcome is None or own not in decorators:
        return
    for decorator in decorators[decorators.index(own) + 1 :]:
        func = decorator.func if isinstance(decorator, ir.Call) else None
        if isinstance(func, ir.Attribute) and func.attr in _ROUTES:
            site = replace(registration.registrar.site, node=decorator)
            message = outcome.said(is_sync=handler.is_sync, call=f"`{called(decorator)}`")
            note = Note(registration.registrar.site, "made a workflow here, too late", Role.NOTE)
            yield _draft((message, outcome.help or "put the route above"), site, note)


def _fix(handler: Handler) -> FixDraft | None:
    """Give the handler the color of its context; `None` with an engine whose handlers take no context of that color."""
    color, function = handler.context.color, handler.function
    described = (each for each in handler.profile.context if each.color is color and not each.path)
    types = next((each.types for each in described), None)
    if types is None:
        return None
    annotation = function.parameters[0].annotation if function.parameters else None
    context = Site(handler.site.module, annotation, function.outermost) if annotation is not None else None
    steps = [step.site for step in handler.steps if step.parent is None]
    return FixDraft(
        f"make it {'an `async def`' if color is Color.ASYNC else 'a plain `def`'}",
        InFlight.KEEPS,
        lambda rewrite: rewrite.change_color(
            handler.site, steps, context, types[0], is_async=color is Color.ASYNC
        ),
        reveals=True,
    )


Problem = tuple[str, str]
"""What happens, and what to do instead."""


def _draft(problem: Problem, site: Site, note: Note) -> Draft:
    return Draft(Level.ERROR, problem[0], site, "does not fit", (note,), problem[1])


def _handler_problem(handler: Handler, registration: Registration) -> Problem | None:
    closure = callee(registration.given)
    if closure is None:
        return None
    color, rejects = handler.context.color, registration.registrar.pattern.rejects
    name = f"`{closure.function.name}`"
    if closure.function.body.yields:
        ends = "never starts" if handler.profile.outcome.no_step is not None else "fails"
        return f"{name} is a generator, so its body never runs and the run {ends}", _plain(color)
    if handler.has_wrong_color:
        ends = "never starts" if handler.profile.outcome.no_step is not None else "fails"
        return f"{name} {_why(closure.function.is_async, color, rejects, ends)}", _plain(color)
    pattern, one = registration.registrar.pattern, handler.profile.replay.one
    takes = pattern.takes
    reason = misfit(registration.given, len(takes)) if not pattern.is_ambient else None
    if reason is None:
        return None
    what = "the context alone" if takes == (CONTEXT,) else f"({', '.join(takes)})"
    message = f"A handler is called with {what}, so each {one} fails with `TypeError: {reason}`"
    wanted = "the context" if takes == (CONTEXT,) else what
    return message, f"take {wanted} as the only required parameter{'s' if len(takes) > 1 else ''}"


def _why(is_async: bool, color: Color, rejects: str | None, ends: str) -> str:  # noqa: FBT001 - one of three facts
    if rejects is not None and is_async is not (color is Color.ASYNC):
        return f"is {'async' if is_async else 'sync'}: the module fails to import with `{rejects}`"
    if color is Color.ASYNC:
        failure = "`TypeError: object NoneType can't be used in 'await' expression`"
        return f"is sync, but what it gives is awaited: each delivery fails with {failure}"
    gives = "is async" if is_async else "gives a coroutine"
    return f"{gives}, and nobody awaits it: its body never runs, and the run {ends}"


def _plain(color: Color) -> str:
    return "make it an `async def`" if color is Color.ASYNC else "make it a plain `def`"


def _failure_problem(
    failure: FailureFunction, described: Failure, color: Color | None, handler_color: Color
) -> Problem | None:
    name = f"`{failure.followed.name}`"
    parameters = ", ".join(described.parameters)
    reason = misfit(failure.given, len(described.parameters))
    if reason is not None:
        return (
            f"A failure function is called with ({parameters}), so it fails with `TypeError: {reason}`",
            f"take these parameters: `({parameters})`",
        )
    if described.rejects and handler_color is not failure.followed.context.color:
        words = {Color.ASYNC: "async", Color.SYNC: "non-async"}
        says = described.rejects.format(
            handler=words[handler_color], failure=words[failure.followed.context.color]
        )
        return f"The module fails to import with `{says}`", _plain(handler_color)
    if color is not None and has_wrong_color(failure.given, failure.followed.events, color):
        if color is Color.ASYNC:
            message = (
                f"{name} is sync, but what it gives is awaited: it runs, the delivery is answered as an error all the same, "
                "and it runs again"
            )
        else:
            message = f"{name} is async, and nobody awaits it: it never runs"
        return message, _plain(color)
    return None
