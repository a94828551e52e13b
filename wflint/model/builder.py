"""From modules to the workflow model: finds handlers and workflow helpers, and follows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.domain.alternatives import Closure, Context, Partial
from wflint.domain.callables import callee
from wflint.domain.sites import Site
from wflint.effects import Catalogue
from wflint.engines import Color, Profile
from wflint.engines.handlers import CONTEXT
from wflint.interpreter.discovery import discover
from wflint.interpreter.facts import Registration
from wflint.interpreter.handlers import context_annotated, follow_handler, parsed_payload, promised_payload
from wflint.interpreter.interpreter import Interpreter
from wflint.interpreter.registration import handler_of
from wflint.interpreter.semantics.python import PythonSemantics
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver
from wflint.model.handler import Handler
from wflint.model.parts import DEFAULTS, FailureFunction, Settings


def find_workflows(
    project: Resolver,
    catalogue: Catalogue,
    profiles: tuple[Profile, ...],
    modules: list[ir.Module],
    settings: Settings = DEFAULTS,
) -> Iterator[Handler]:
    """The handlers of some modules, then the workflow helpers in them that no handler reaches.

    Args:
        project: Where further modules come from.
        catalogue: What external calls do.
        profiles: The engines to look for.
        modules: The modules that may hold handlers.
        settings: What the user says about where the handlers run.

    Yields:
        The models, handlers first, each in the order of the modules and their code.
    """
    interpreter = Interpreter(project, catalogue, profiles, PythonSemantics())
    registrations: dict[ir.Function, Registration] = {}
    for module in modules:
        for registration in discover(interpreter, module):
            registrations.setdefault(registration.handler.function, registration)
    namesakes = _namesakes(registrations.values())
    for registration in registrations.values():
        registered_by = registration.registered_by
        context = Context(
            registered_by.profile,
            registered_by.pattern.color or Color.of(is_async=registration.handler.function.is_async),
        )
        takes = registered_by.pattern.takes
        handler = _follow(interpreter, registration.handler, context, registration, takes)
        handler.settings = settings
        handler.failure = _failure(interpreter, registration, context)
        handler.namesake = namesakes.get(registration)
        handler.parsed = parsed_payload(interpreter, registration)
        yield handler
        if handler.failure is not None and context.profile.consequences.failure_step is None:
            yield handler.failure.followed  # a run of its own, in which steps run as in any other
    for closure in [each for defined in interpreter.state.defined.values() for each in defined]:
        if closure.function not in interpreter.state.followed and closure.function not in registrations:
            for helper in _helper(interpreter, closure):
                helper.settings = settings
                yield helper


def _failure(
    interpreter: Interpreter, registration: Registration, context: Context
) -> FailureFunction | None:
    described = context.profile.failure
    actual = registration.options.keywords.get(described.option) if described is not None else None
    given = actual.value.only if actual is not None else None
    if actual is None or actual.node is None or not isinstance(given, (Closure, Partial)):
        return None
    closure = handler_of(given)
    if closure is None:
        return None
    if registration.registered_by.pattern.color is None:
        context = Context(context.profile, Color.of(is_async=closure.function.is_async))
    at = registration.registered_by.site
    takes = registration.registered_by.pattern.takes
    alike = described is not None and len(takes) == len(described.parameters)
    followed = _follow(interpreter, closure, context, None, takes if alike else (CONTEXT,))
    return FailureFunction(Site(at.module, actual.node, at.outermost), given, followed)


def _namesakes(registrations: Iterable[Registration]) -> dict[Registration, Site]:
    """The handlers whose name an earlier one of the same routes bears already."""
    first: dict[tuple[Site, str], Site] = {}
    found: dict[Registration, Site] = {}
    for registration in registrations:
        registered_by, closure = registration.registered_by, callee(registration.given)
        if registered_by.pattern.unique_names and registered_by.owner is not None and closure is not None:
            site = Site(closure.module, closure.function, closure.function.outermost)
            known = first.setdefault((registered_by.owner, closure.function.name), site)
            certain = not closure.wrappers and all(_is_certain(each) for each in (known, site))
            if known != site and certain:
                found[registration] = known
    return found


def _is_certain(function: Site) -> bool:
    """Whether a function is defined whatever happens, once the functions around it run."""
    children = [function.module.body.block]
    while children:
        defined = [each.function for each in children.pop().statements if isinstance(each, ir.Define)]
        if function.node in defined:
            return True
        children.extend(each.body.block for each in defined if each.outermost == function.outermost)
    return False


def _helper(interpreter: Interpreter, closure: Closure) -> Iterator[Handler]:
    for parameter in closure.function.parameters:
        if parameter.annotation is not None:
            context = context_annotated(interpreter, closure, parameter.annotation)
            if context is not None:
                helper = _follow(interpreter, closure, context, None)
                # Only what runs steps is certainly replayed.
                if helper.steps:
                    yield helper
                return


def _follow(
    interpreter: Interpreter,
    closure: Closure,
    context: Context,
    registration: Registration | None,
    takes: tuple[str, ...] | None = None,
) -> Handler:
    events, run = follow_handler(interpreter, closure, context, takes)
    function = closure.function
    site = Site(closure.module, function, function.outermost)
    return Handler(
        function.name,
        site,
        function,
        context,
        registration,
        events,
        run,
        interpreter.semantics.external_bases,
        promised=promised_payload(interpreter, closure),
    )
