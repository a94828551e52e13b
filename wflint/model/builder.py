"""Builds the workflow model: finds handlers and workflow helpers in modules, and follows them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

from wflint.domain.alternatives import Closure, Context, Partial
from wflint.domain.callables import callee
from wflint.domain.sites import Site
from wflint.effects import Catalogue
from wflint.engines import Color, Profile
from wflint.engines.handlers import CONTEXT
from wflint.errors import Contained, InternalError
from wflint.interpreter.discovery import discover
from wflint.interpreter.facts import Registration
from wflint.interpreter.handlers import context_annotated, follow_handler, parsed_payload, promised_payload
from wflint.interpreter.interpreter import Interpreter
from wflint.interpreter.registration import handler_of
from wflint.interpreter.semantics.python import PythonSemantics
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver
from wflint.model.handler import Deployment, FailureFunction, Handler


def find_workflows(
    resolver: Resolver,
    catalogue: Catalogue,
    profiles: tuple[Profile, ...],
    modules: list[ir.Module],
    deployment: Deployment,
    failures: list[InternalError],
) -> Iterator[Handler]:
    """Yield the handlers of some modules, then the workflow helpers in them that no handler reaches.

    Args:
        resolver: Where further modules come from.
        catalogue: What external calls do.
        profiles: The engines to look for.
        modules: The modules that may hold handlers.
        deployment: What the user says about where the handlers run.
        failures: Takes the internal errors that end the following of a handler; the others are followed all the same.

    Yields:
        The models, handlers first, each in the order of the modules and their code.
    """
    interpreter = Interpreter(resolver, catalogue, profiles, PythonSemantics())
    found = interpreter.state.registrations
    registrations: dict[ir.Function, Registration] = {}
    for module in modules:
        before = len(found)
        with _recovering(interpreter, failures), Contained(failures, "find the handlers", path=module.path):
            discover(interpreter, module)
        for registration in list(found.values())[before:]:
            registrations.setdefault(registration.handler.function, registration)
    namesakes = _namesakes(registrations.values())
    for registration in registrations.values():
        handler = None
        with _recovering(interpreter, failures), _following(registration.handler, failures):
            handler = _handler(interpreter, registration, namesakes.get(registration), deployment)
        if handler is None:
            continue
        yield handler
        if handler.failure is not None and handler.profile.consequences.failure_step is None:
            yield handler.failure.followed  # a run of its own, in which steps run as in any other
    for closure in [each for defined in interpreter.state.defined.values() for each in defined]:
        if closure.function not in interpreter.state.followed and closure.function not in registrations:
            helper = None
            with _recovering(interpreter, failures), _following(closure, failures):
                helper = _helper(interpreter, closure, deployment)
            if helper is not None:
                yield helper


def _following(closure: Closure, failures: list[InternalError]) -> Contained:
    return Contained(failures, "follow the code", path=closure.module.path, handler=closure.function.name)


@contextmanager
def _recovering(interpreter: Interpreter, failures: list[InternalError]) -> Generator[None]:
    """Make the interpreter ready for the next function where an internal error has ended the following of one."""
    before = len(failures)
    yield
    if len(failures) > before:
        interpreter.recover()


def _handler(
    interpreter: Interpreter, registration: Registration, namesake: Site | None, deployment: Deployment
) -> Handler:
    """Follow a registered handler and return its model."""
    closure, by = registration.handler, registration.registered_by
    color = by.pattern.color or Color.of(is_async=closure.function.is_async)
    context = Context(by.profile, color)
    events, facts = follow_handler(interpreter, closure, context, by.pattern.takes)
    return Handler(
        closure.function.name,
        _definition(closure),
        closure.function,
        context,
        registration,
        events,
        facts,
        interpreter.semantics.external_bases,
        deployment,
        promised=promised_payload(interpreter, closure),
        failure=_failure(interpreter, registration, context, deployment),
        namesake=namesake,
        parsed=parsed_payload(interpreter, registration),
    )


def _unregistered(
    interpreter: Interpreter,
    closure: Closure,
    context: Context,
    takes: tuple[str, ...] | None,
    deployment: Deployment,
) -> Handler:
    """Follow a function that is not registered itself and return its model."""
    events, facts = follow_handler(interpreter, closure, context, takes)
    return Handler(
        closure.function.name,
        _definition(closure),
        closure.function,
        context,
        None,
        events,
        facts,
        interpreter.semantics.external_bases,
        deployment,
        promised=promised_payload(interpreter, closure),
    )


def _failure(
    interpreter: Interpreter, registration: Registration, context: Context, deployment: Deployment
) -> FailureFunction | None:
    """Follow the function that is called when a run of a handler has failed for good, where it has one."""
    described = context.profile.failure
    actual = registration.options.keywords.get(described.option) if described is not None else None
    given = actual.value.only if actual is not None else None
    if actual is None or actual.node is None or not isinstance(given, (Closure, Partial)):
        return None
    closure = handler_of(given)
    if closure is None:
        return None
    by = registration.registered_by
    if by.pattern.color is None:
        context = Context(context.profile, Color.of(is_async=closure.function.is_async))
    alike = described is not None and len(by.pattern.takes) == len(described.parameters)
    takes = by.pattern.takes if alike else (CONTEXT,)
    followed = _unregistered(interpreter, closure, context, takes, deployment)
    return FailureFunction(Site(by.site.module, actual.node, by.site.enclosing_definition), given, followed)


def _namesakes(registrations: Iterable[Registration]) -> dict[Registration, Site]:
    """Return, for each handler whose name an earlier one with the same routes has already, that earlier one."""
    first: dict[tuple[Site, str], Site] = {}
    found: dict[Registration, Site] = {}
    for registration in registrations:
        by, closure = registration.registered_by, callee(registration.given)
        if by.pattern.unique_names and by.owner is not None and closure is not None:
            site = _definition(closure)
            known = first.setdefault((by.owner, closure.function.name), site)
            certain = not closure.wrappers and all(_is_certain(each) for each in (known, site))
            if known != site and certain:
                found[registration] = known
    return found


def _is_certain(function: Site) -> bool:
    """Return whether a function is always defined once the functions around it run."""
    children = [function.module.body.block]
    while children:
        defined = [each.function for each in children.pop().statements if isinstance(each, ir.Define)]
        if function.node in defined:
            return True
        children.extend(
            each.body.block for each in defined if each.enclosing_definition == function.enclosing_definition
        )
    return False


def _helper(interpreter: Interpreter, closure: Closure, deployment: Deployment) -> Handler | None:
    """Return the workflow helper that a function is, if a parameter is annotated as a context and it runs steps."""
    for parameter in closure.function.parameters:
        if parameter.annotation is not None:
            context = context_annotated(interpreter, closure, parameter.annotation)
            if context is not None:
                helper = _unregistered(interpreter, closure, context, None, deployment)
                # Only code that runs steps is certainly replayed.
                return helper if helper.steps else None
    return None


def _definition(closure: Closure) -> Site:
    return Site(closure.module, closure.function, closure.function.enclosing_definition)
