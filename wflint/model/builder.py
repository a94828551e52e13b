"""Builds the workflow model: finds handlers and workflow helpers in modules, and follows them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from wflint.domain.alternatives import Closure, Context, Partial
from wflint.domain.contents import holds_function
from wflint.domain.sites import Site
from wflint.domain.values import Arguments
from wflint.effects import Catalogue
from wflint.engines import Color, Profile
from wflint.engines.handlers import CONTEXT, FAILURE, HandlerGroup
from wflint.errors import Contained, InternalError
from wflint.interpreter.discovery import discover
from wflint.interpreter.facts import HandlerFacts, Registration
from wflint.interpreter.handlers import (
    context_annotated,
    follow_handler,
    parsed_payload,
    payload_of_registration,
    promised_payload,
)
from wflint.interpreter.imports import modules_run
from wflint.interpreter.interpreter import Interpreter
from wflint.interpreter.module_state import keeps_data
from wflint.interpreter.registration import handler_of, same_code
from wflint.interpreter.semantics import semantics_of
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver
from wflint.model.handler import Deployment, FailureFunction, Handler
from wflint.model.namesakes import namesakes_among, with_same_names
from wflint.model.naming import HandlerName, name_of_lambda, names_of
from wflint.trace.event import Event

_MOST_REGISTRATIONS = 64
"""How many registrations of one function are looked at: a loop may make any number of them."""


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
        modules: The modules that may hold handlers, all of one language.
        deployment: What the user says about where the handlers run.
        failures: Takes the internal errors that end the following of a handler; the others are followed all the same.

    Yields:
        The models, handlers first, each in the order of the modules and their code.
    """
    if not modules:
        return
    interpreter = Interpreter(resolver, catalogue, profiles, semantics_of(modules[0].words.language))
    for module in modules:
        with _recovering(interpreter, failures), Contained(failures, "find the handlers", path=module.path):
            discover(interpreter, module)
    registrations = with_same_names(_kept(interpreter.state.registrations.values()))
    functions = {registration.handler.function for registration in registrations}
    namesakes, names = namesakes_among(registrations), names_of(registrations)
    builder = _Builder(interpreter, deployment)
    for registration in registrations:
        handler = None
        with _recovering(interpreter, failures), _following(registration.handler, failures):
            handler = builder.handler(registration, names[registration], namesakes.get(registration))
        if handler is None:
            continue
        yield handler
        if handler.failure is not None and handler.profile.consequences.failure_step is None:
            yield handler.failure.followed  # a run of its own, in which steps run as in any other
    for closure in [each for defined in interpreter.state.defined.values() for each in defined]:
        if closure.function not in interpreter.state.followed and closure.function not in functions:
            helper = None
            with _recovering(interpreter, failures), _following(closure, failures):
                helper = builder.helper(closure)
            if helper is not None:
                yield helper


def _following(closure: Closure, failures: list[InternalError]) -> Contained:
    return Contained(failures, "follow the code", path=closure.module.path, handler=closure.name)


@contextmanager
def _recovering(interpreter: Interpreter, failures: list[InternalError]) -> Generator[None]:
    """Make the interpreter ready for the next function where an internal error has ended the following of one."""
    before = len(failures)
    yield
    if len(failures) > before:
        interpreter.recover()


def _kept(registrations: Iterable[Registration]) -> list[Registration]:
    """Return the registrations to look at: of each function some of those that are the most likely."""
    by_function: dict[ir.Function, list[Registration]] = {}
    for registration in registrations:
        by_function.setdefault(registration.handler.function, []).append(registration)
    kept: list[Registration] = []
    for each in by_function.values():
        likely = min(registration.likelihood for registration in each)
        kept += [registration for registration in each if registration.likelihood is likely][
            :_MOST_REGISTRATIONS
        ]
    return kept


class _Builder:
    """Makes the models of one run; functions that are registered several times are followed once."""

    def __init__(self, interpreter: Interpreter, deployment: Deployment) -> None:
        self._interpreter = interpreter
        self._deployment = deployment
        self._followed: dict[object, tuple[list[Event], HandlerFacts]] = {}

    def handler(self, registration: Registration, name: HandlerName, namesake: Site | None) -> Handler:
        """Follow a registered handler and return its model."""
        closure, by = registration.handler, registration.registered_by
        color = by.pattern.color or Color.of(is_async=closure.function.is_async)
        context = Context(by.profile, color)
        model = self._model(closure, context, by.pattern.takes)
        return replace(
            model,
            name=name.text,
            variable=name.variable,
            registration=registration,
            failure=self._failure(registration, context),
            namesake=namesake,
            promised=model.promised
            if not model.promised.is_top
            else payload_of_registration(self._interpreter, registration),
            parsed=parsed_payload(self._interpreter, registration),
            groups=tuple(self._groups(registration)),
            gone=tuple(self._interpreter.state.gone.get(closure.module, {}).items()),
            modules_run=partial(modules_run, self._interpreter),
            globals_of=self._interpreter.globals_of,
        )

    def _groups(self, registration: Registration) -> Iterator[tuple[Site, HandlerGroup, Arguments]]:
        """Yield the calls that serve several handlers, a handler among them: those of its module, and those that are given it."""
        handler = registration.handler
        for module, groups in self._interpreter.state.groups.items():
            for site, (group, arguments) in groups.items():
                served = (holds_function(each, handler.function) for each in arguments.values())
                if module is handler.module or any(served):
                    yield site, group, arguments

    def helper(self, closure: Closure) -> Handler | None:
        """Return the workflow helper that a function is, if a parameter is annotated as a context and it runs steps."""
        for parameter in closure.function.parameters:
            if parameter.annotation is not None:
                context = context_annotated(self._interpreter, closure, parameter.annotation)
                if context is not None:
                    helper = self._model(closure, context, None)
                    if closure.function.is_lambda:
                        helper = replace(helper, name=name_of_lambda(closure.module, closure.function))
                    # Only code that runs steps is certainly replayed.
                    return helper if helper.steps else None
        return None

    def _model(self, closure: Closure, context: Context, takes: tuple[str, ...] | None) -> Handler:
        """Follow a function and return its model, without what its registration says."""
        key = (same_code(closure), context.profile.id, context.color, takes)
        if key not in self._followed:
            self._followed[key] = follow_handler(self._interpreter, closure, context, takes)
        events, facts = self._followed[key]
        return Handler(
            closure.name,
            closure.definition,
            closure.own.function,
            context,
            None,
            events,
            facts,
            self._interpreter.semantics.external_bases,
            self._deployment,
            entry=closure.function,
            promised=promised_payload(self._interpreter, closure.own),
            keeps_data=partial(keeps_data, self._interpreter),
        )

    def _failure(self, registration: Registration, context: Context) -> FailureFunction | None:
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
        if described is not None and described.fields:
            takes = (FAILURE,)
        followed = self._model(closure, context, takes)
        return FailureFunction(
            Site(by.site.module, actual.node, by.site.enclosing_definition), given, followed
        )
