"""Calls and decorators that make functions handlers or steps."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    DecoratedCallable,
    External,
    HandlerRegistration,
    IdentityDecorator,
    Method,
    Object,
    Partial,
    StepDecorator,
)
from wflint.domain.callables import misfit
from wflint.domain.sites import Site
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value
from wflint.engines.handlers import RegistrationStyle
from wflint.interpreter.arguments import with_options
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import Likelihood, Registration
from wflint.interpreter.faults import class_method_fault
from wflint.interpreter.frame import Frame
from wflint.interpreter.summaries import abstract_argument
from wflint.ir import nodes as ir


def registration_named(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    name: str,
    via: RegistrationStyle,
    options: Arguments,
    owner: Site | None = None,
) -> HandlerRegistration | None:
    """Return what registers handlers when a qualified name is called with some options; `None` if nothing does."""
    ways = ev.state.profile_index.registrations.get(name)
    found = ways.get(via) if ways is not None else None
    if found is None:
        return None
    site = frame.site(node)
    if found[1].wraps:
        return HandlerRegistration(*found, site, Arguments(rest=TOP), owner, guessed=True)
    return HandlerRegistration(*found, site, with_options(options, found[1].options_at), owner)


def step_decoration(ev: Evaluator, name: str, arguments: Arguments) -> Value | None:
    """Return the decorator that calling a qualified name makes, or the function that it is given, made a step.

    `None` where it makes no steps of functions.
    """
    known = ev.state.profile_index.step_decorators.get(name)
    if known is None:
        return None
    given = handed_over(arguments) if known[1].bare else None
    label = arguments.get(None if known[1].bare else 0, known[1].name)
    decorator = StepDecorator(*known, label.value if label is not None else None)
    return Value((decorator,)) if given is None else with_step_decorator(given.value, decorator)


def may_register(ev: Evaluator, closure: Closure, arguments: Arguments) -> bool:
    """Return whether following a call can make something a handler or a step, or return something that does."""
    index, mentions = ev.state.profile_index, closure.function.body.mentions
    if index.registers(mentions) or index.makes_steps(mentions):
        return True
    interesting = (Closure, ClassRef, HandlerRegistration, Partial, IdentityDecorator)
    return any(isinstance(ref, interesting) for value in arguments.values() for ref in value.alternatives)


def register_handler(
    ev: Evaluator, frame: Frame, node: ir.Expr, by: HandlerRegistration, arguments: Arguments
) -> Value:
    """Note that a function becomes a handler; return the function."""
    by = _placed(ev, by, arguments)
    at = by.pattern.function_at
    actual = handed_over(arguments) if by.pattern.wraps else arguments.get(at, "route_function")
    value = actual.value if actual else TOP
    likelihood = _likelihood(ev, frame, value)
    for ref in value.alternatives:
        handler = handler_of(ref)
        if handler is not None and isinstance(ref, (Closure, Partial)):
            site = frame.site(node)
            # A decorator takes its own node for its argument's.
            given = actual.node if actual is not None and actual.node is not node else None
            argument = frame.site(given) if given is not None else None
            fitting = _fitting(ev, by, ref)
            faults = tuple(filter(None, (by.fault, class_method_fault(by.profile, by.site, ref))))
            callers = tuple(each for each in ev.state.calls if isinstance(each.node, ir.Call))
            registration = Registration(fitting, handler, site, ref, argument, likelihood, faults, callers)
            ev.state.registrations.setdefault((same_code(handler), by.site), registration)
    return _replaced(value, by) if by.pattern.gives else value


def _replaced(value: Value, by: HandlerRegistration) -> Value:
    """Return functions in whose place a registration gives something that cannot be called."""
    return value.of_alternatives(
        replace(ref, replaced_by=by) if isinstance(ref, Closure) else ref for ref in value.alternatives
    )


def _likelihood(ev: Evaluator, frame: Frame, given: Value) -> Likelihood:
    """Return how likely a registration happens: in a loop all of several functions are registered, else one of them."""
    if len(given.alternatives) > 1 and not frame.loops:
        return Likelihood.ONE_OF_SEVERAL
    return Likelihood.IF_CALLED if ev.state.pretending else Likelihood.CERTAIN


def _placed(ev: Evaluator, by: HandlerRegistration, arguments: Arguments) -> HandlerRegistration:
    """Return the registration of an earlier SDK, where the function stands in the place in which only that takes it."""
    if not _holds_function(arguments, by.pattern.function_at):
        for profile, pattern in ev.state.profile_index.earlier.get(by.pattern.pattern, ()):
            if pattern.via is by.pattern.via and _holds_function(arguments, pattern.function_at):
                return replace(by, profile=profile, pattern=pattern)
    return by


def _holds_function(arguments: Arguments, place: int) -> bool:
    actual = arguments.get(place, None)
    return actual is not None and any(
        isinstance(ref, (Closure, Partial)) for ref in actual.value.alternatives
    )


def _fitting(ev: Evaluator, by: HandlerRegistration, given: Closure | Partial) -> HandlerRegistration:
    """Return the registration of an earlier SDK, where only that can call the function that it is given."""
    if misfit(given, len(by.pattern.takes)) is not None:
        for profile, pattern in ev.state.profile_index.earlier.get(by.pattern.pattern, ()):
            if pattern.via is by.pattern.via and misfit(given, len(pattern.takes)) is None:
                return replace(by, profile=profile, pattern=pattern)
    return by


def as_step_function(ev: Evaluator, name: str, value: Value) -> Value:
    """Return a registered handler; where the engine says so, each call of it in another handler is a step."""
    known = ev.state.profile_index.step_decorators.get(name)
    return with_step_decorator(value, StepDecorator(*known)) if known is not None else value


def handler_of(ref: Ref) -> Closure | None:
    """Return the function that an engine is given, as it is called with the context."""
    if isinstance(ref, Partial):
        target = ref.target.only
        if isinstance(target, Closure):
            if len(ref.positional) == 1 and target.receiver is None:
                # The first argument is bound as an object's method binds it, so the context becomes the second.
                bound_keywords = {**target.defaults, **dict(ref.keywords)}
                return replace(target, receiver=ref.positional[0], defaults=bound_keywords)
            # The arguments that a partial binds become defaults, so that the context stays the first parameter.
            names = [parameter.name for parameter in target.function.parameters]
            bound = dict(zip(names, ref.positional, strict=False)) | dict(ref.keywords)
            return replace(target, defaults={**target.defaults, **bound})
        return None
    return ref if isinstance(ref, Closure) else None


def handed_over(arguments: Arguments) -> Actual | None:
    """Return the first positional argument that is a function."""
    for actual in arguments.positional:
        if any(isinstance(ref, (Closure, Partial)) for ref in actual.value.alternatives):
            return actual
    return None


def wrapping(value: Value, wrapped: Closure, *, is_named_like: bool = False) -> Value:
    """Return functions that take the place of another one, and its name where that is so."""
    return value.of_alternatives(
        replace(ref, wrapped=wrapped, named_like=wrapped if is_named_like else ref.named_like)
        if isinstance(ref, Closure) and ref.function is not wrapped.function
        else ref
        for ref in value.alternatives
    )


def same_code(closure: Closure) -> object:
    """Return what functions have in common that do the same: their code, and what else than constants it can see."""
    seen: dict[str, Value] = {}
    env = closure.env
    while env.parent is not None:
        seen = {**env.names, **seen}
        env = env.parent
    seen.pop(closure.function.name, None)
    receiver = _visible(closure.receiver) if closure.receiver is not None else None
    return closure.function, receiver, tuple((name, _visible(seen[name])) for name in sorted(seen))


def _visible(value: Value, *, depth: int = 1) -> object:
    """Return what of a value can make a difference to code: objects of a class differ by what they hold."""
    found: list[object] = []
    for ref in abstract_argument(value).alternatives:
        if isinstance(ref, Object):
            held = ref.attributes.items() if depth else ()
            inside = tuple((name, _visible(each, depth=depth - 1)) for name, each in sorted(held))
            found.append((ref.class_, inside))
        else:
            found.append(ref)
    return tuple(found), value.is_open


def with_step_decorator(value: Value, decorator: StepDecorator) -> Value:
    """Return functions with a decorator that makes a step of each call."""
    return value.of_alternatives(_recorded(ref, decorator) for ref in value.alternatives)


def _recorded(ref: Ref, decorator: StepDecorator) -> Ref:
    if isinstance(ref, Closure):
        return replace(ref, step_decorator=decorator)
    is_callable = isinstance(ref, (External, Method, Object, Partial))
    return DecoratedCallable(ref, decorator) if is_callable else ref
