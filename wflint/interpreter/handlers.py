"""Follows one handler."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import Closure, Collection, Context, Kept, Object, Payload
from wflint.domain.env import Env, Returned
from wflint.domain.sites import Site
from wflint.domain.values import TOP, Actual, Arguments, Value
from wflint.engines import Color
from wflint.engines.handlers import CONTEXT, FAILURE, OWN_ARGUMENTS
from wflint.interpreter.annotations import annotated, context_of
from wflint.interpreter.awaiting import await_value
from wflint.interpreter.binding import bind
from wflint.interpreter.bodies import run_body
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import HandlerFacts, Registration
from wflint.interpreter.following import follow
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import recording
from wflint.interpreter.steps import run_function
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Exit
from wflint.trace.mistakes import UnawaitedEnd, UnawaitedHelper
from wflint.trace.walk import runs_step


def follow_handler(
    ev: Evaluator, handler: Closure, context: Context, takes: tuple[str, ...] | None
) -> tuple[list[Event], HandlerFacts]:
    """Run a handler, or a workflow helper that nothing calls.

    Args:
        ev: The evaluator.
        handler: The function.
        context: The context; a helper's annotations say where it is.
        takes: What a handler is called with, as the profile says it; `None` for a helper.

    Returns:
        Its events, and what was recorded beside them.
    """
    events: list[Event] = []
    ev.state.inlined = 0
    ev.state.ambient = context if context.profile.has_ambient_steps else None
    served = takes is not None
    with recording(ev, HandlerFacts()) as facts:
        env = Env(handler.module, handler.env, handler.function.body.locals, is_replayed=True)
        frame = Frame(env, (), events, handler.function)
        bind(ev, frame, handler, _given(context, takes))
        _keep_receiver(handler)
        facts.scopes[handler.function.handle] = env
        ev.state.stack.append(handler.function)
        outcome = run_body(ev, frame, handler.function)
        ev.state.stack.pop()
        if served and context.color is Color.ASYNC and not handler.function.is_async:
            _awaited_by_engine(ev, frame, outcome.value)
        if not served and not handler.function.is_async:
            # A plain function passes the coroutines that it returns to its caller, who awaits them.
            for returned in frame.run.returned:
                await_value(ev, frame.with_trace([]), returned.site.node, returned.value, passed_on=True)
        events.extend(_unawaited(ev, frame, facts))
        events.extend(_unsettled(facts))
        events.extend(
            UnawaitedEnd(path[-1]) for path in dict.fromkeys(facts.endings) if path not in facts.awaited
        )
    return events, facts


def _keep_receiver(handler: Closure) -> None:
    """Note that the object whose method a handler is outlives the handler's passes."""
    for ref in handler.receiver.alternatives if handler.receiver is not None else ():
        if isinstance(ref, Object) and ref.kept is None:
            name = handler.function.parameters[0].name if handler.function.parameters else "self"
            ref.kept = Kept(handler.module, name)


def _awaited_by_engine(ev: Evaluator, frame: Frame, returned: Value) -> None:
    """Await the coroutine that a plain function, such as a lambda, returns to the engine."""
    if frame.function is not None:
        events: list[Event] = []
        await_value(ev, frame.with_trace(events), frame.function, returned)
        # It runs before the handler is left.
        place = len(frame.trace) - isinstance(frame.trace[-1], Exit) if frame.trace else 0
        frame.trace[place:place] = events


def _unawaited(ev: Evaluator, frame: Frame, facts: HandlerFacts) -> list[Event]:
    """Return the calls of workflow helpers whose coroutines nothing has awaited."""
    found: list[Event] = []
    for path, made in list(facts.coroutines.items()):
        first = made[0]
        if any(each.ran for each in made) or first.generator or not facts.is_complete:
            continue
        trial: list[Event] = []
        with recording(ev, HandlerFacts()):
            at = frame.with_trace(trial)
            follow(ev, at, path[-1].node, first.closure, first.arguments, path[-1])
        if runs_step(trial):
            function = first.closure.own.function
            in_wrapper = _is_handed_over(facts, path[-1].node, first.closure)
            found.append(UnawaitedHelper(path[-1], function, first.closure.definition, in_wrapper))
    return found


def _unsettled(facts: HandlerFacts) -> list[Event]:
    """Return the eager calls of workflow helpers whose promises nothing has awaited."""
    return [
        UnawaitedHelper(path[-1], closure.own.function, closure.definition)
        for path, closure in facts.eager.items()
        if path not in facts.awaited
    ]


def _is_handed_over(facts: HandlerFacts, call: ir.Node, closure: Closure) -> bool:
    """Return whether a call is that of a function which a decorator was handed before the handler ran."""
    func = call.func if isinstance(call, ir.Call) else None
    if not isinstance(func, ir.Name):
        return False
    holders = (env.holder(func.id) for env in facts.scopes.values() if func.id not in env.names)
    return any(
        not (holder.is_static or holder.is_replayed or holder is closure.env)
        for holder in holders
        if holder is not None
    )


def context_annotated(ev: Evaluator, closure: Closure, annotation: ir.Expr) -> Context | None:
    """Return the context that the annotation of a function's parameter promises."""
    return context_of(ev, Frame(closure.env, (), []), annotation)


def parsed_payload(ev: Evaluator, registration: Registration) -> tuple[Returned, ...]:
    """Return the results of the parser of a handler's payload, where it has one."""
    at, described = registration.registered_by.site, registration.registered_by.profile.registration
    actual = registration.options.keywords.get(described.parser)
    if actual is None or actual.node is None:
        return ()
    frame = Frame(ev.globals_of(at.module), (), [])
    with recording(ev, HandlerFacts()):
        returned = run_function(ev, frame, actual.node, actual.value).returned
    own = Site(at.module, actual.node, at.enclosing_definition)
    return tuple(replace(each, site=own) if each.node is actual.node else each for each in returned)


def payload_of_registration(ev: Evaluator, registration: Registration) -> Value:
    """Return the payload that the first type argument of a registration promises: `Order` in `serve<Order>(...)`."""
    site = registration.registered_by.site
    types = site.node.types if isinstance(site.node, ir.Call) else ()
    if not types:
        return TOP
    return annotated(ev, Frame(ev.globals_of(site.module), (), []), types[0])


def promised_payload(ev: Evaluator, closure: Closure) -> Value:
    """Return the payload that the annotation of a handler's context promises: `Order` in `Context[Order]`."""
    for parameter in closure.function.parameters:
        annotation = parameter.annotation
        if isinstance(annotation, ir.Subscript) and context_annotated(ev, closure, annotation):
            return annotated(ev, Frame(closure.env, (), []), annotation.index)
    return TOP


def _given(context: Context, takes: tuple[str, ...] | None) -> Arguments:
    """Return the arguments that a handler is called with."""
    if takes is None or takes == (OWN_ARGUMENTS,):
        return Arguments(rest=TOP)
    values: list[Value] = []
    for what in takes:
        if what == FAILURE and context.profile.failure is not None:
            values.append(_told_of_failure(context, context.profile.failure.fields))
            continue
        root, _, path = what.partition(".")
        given = replace(context, path=path) if root == CONTEXT else Payload()
        values.append(Value((given,)))
    return Arguments(tuple(map(Actual, values)))


def _told_of_failure(context: Context, fields: tuple[str, ...]) -> Value:
    """Return the object that a failure function is called with."""
    items: dict[object, Value] = dict.fromkeys(fields, TOP)
    items[CONTEXT] = Value((context,))
    return Value((Collection(ir.ContainerKind.DICT, items),))
