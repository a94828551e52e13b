"""Calls: what is called, with what, and following first-party functions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from wflint.domain.callables import misfit
from wflint.domain.env import Env, Frame, Returned
from wflint.domain.lattice import carries_context, join, join_all, reachable_taint
from wflint.domain.taint import FromParameter, Site, Taint
from wflint.domain.types import IMMUTABLE, type_name
from wflint.domain.values import (
    NO_ARGUMENTS,
    UNKNOWN,
    Actual,
    Arguments,
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Coroutine,
    Data,
    Decoded,
    External,
    HandlerRegistration,
    IdentityDecorator,
    Instance,
    Method,
    Object,
    Partial,
    Payload,
    Ref,
    StepDecorator,
    StepResult,
    TupleClass,
    Value,
    constant,
)
from wflint.interpreter.builtin_calls import BuiltinCalls
from wflint.interpreter.core import MAX_DEPTH, MAX_INLINED, HandlerFacts, Outcome, Registration
from wflint.interpreter.external import handed_over
from wflint.interpreter.summaries import Summary, abstract_argument, instantiate, uses_of_results
from wflint.ir import nodes as ir
from wflint.serialization.json_roundtrip import step_images
from wflint.trace.events import Event, InlinedCall
from wflint.trace.flows import Sink

_MAX_SHAPES = 6
"""Summaries of one function for different objects; beyond that, only their classes count."""


@dataclass(slots=True)
class _Cache:
    """Summaries of functions.

    A summary that was made while a caller of the function was being summarised lacks what that caller does, so it only
    holds until that caller is done; `provisional` keeps it, with the caller's place on the stack.
    """

    final: dict[object, Summary] = field(default_factory=dict["object", "Summary"])
    provisional: dict[object, tuple[Summary, int]] = field(
        default_factory=dict["object", "tuple[Summary, int]"]
    )
    stack: list[object] = field(default_factory=list["object"])
    shapes: dict[object, set[object]] = field(default_factory=dict["object", "set[object]"])
    lowest_cut: int = MAX_DEPTH * 1000


class Calls(BuiltinCalls):
    """Dispatches calls and follows first-party functions."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self._cache = _Cache()

    def forget_open_summaries(self) -> None:
        """Forget the summaries that an exception has left half done."""
        self._cache = _Cache(self._cache.final, shapes=self._cache.shapes)

    def call(self, frame: Frame, node: ir.Expr, callee: Value, arguments: Arguments) -> Value:
        if not callee.alternatives:
            self.note_unknown(frame, node, arguments)
            return self.handed_on(frame, node, arguments).with_taint(callee.taint)
        found = [self._call_ref(frame, node, ref, arguments) for ref in callee.alternatives]
        return join_all(found).with_taint(callee.taint)

    def call_value(self, frame: Frame, node: ir.Expr, callee: Value) -> Value:
        called = self.call(frame, node, callee, NO_ARGUMENTS)
        return self.finish(frame, node, called).value

    def _call_ref(self, frame: Frame, node: ir.Expr, ref: Ref, arguments: Arguments) -> Value:
        match ref:
            case Closure():
                step = self.recorded_step(frame, ref)
                if step is not None:
                    return self.start_step(frame, node, step, arguments)
                outcome = self.invoke(frame, node, ref, arguments)
                self.facts.results[node] = outcome.returned
                return outcome.value
            case ClassRef():
                return self.construct(frame, node, ref, arguments)
            case External():
                return self.external_call(frame, node, ref.name, arguments)
            case Method():
                return self.method_call(frame, node, ref, arguments)
            case BoundStepMethod():
                return self.start_step(frame, node, ref, arguments)
            case Partial():
                bound = tuple(Actual(value) for value in ref.positional)
                keywords = {name: Actual(value) for name, value in ref.keywords}
                merged = Arguments(
                    (*bound, *arguments.positional), {**keywords, **arguments.keywords}, arguments.rest
                )
                return self.call(frame, node, ref.target, merged)
            case TupleClass():
                return _named_tuple(frame, ref, arguments)
            case HandlerRegistration():
                return self._recorded_by(ref.pattern.pattern, self._register(frame, node, ref, arguments))
            case StepDecorator():
                actual = arguments.get(0, None)
                return recorded(actual.value, ref) if actual else UNKNOWN
            case IdentityDecorator():
                actual = arguments.get(0, None)
                return actual.value if actual else UNKNOWN
            case Object():
                called = self.class_member(ref.class_, "__call__")
                if called is not None:
                    return self.call(
                        frame, node, self.attribute(frame, node, Value((ref,)), "__call__"), arguments
                    )
            case _:
                pass
        self.note_unknown(frame, node, arguments)
        return self.handed_on(frame, node, arguments)

    def _register(
        self, frame: Frame, node: ir.Expr, registrar: HandlerRegistration, arguments: Arguments
    ) -> Value:
        wraps = registrar.pattern.wraps
        actual = handed_over(arguments) if wraps else arguments.get(0, "route_function")
        value = actual.value if actual else UNKNOWN
        for ref in value.alternatives:
            handler = self.handler_of(ref)
            if handler is not None and isinstance(ref, (Closure, Partial)):
                site = frame.site(node)
                # A decorator stands for its own argument.
                given = actual.node if actual is not None and actual.node is not node else None
                argument = frame.site(given) if given is not None else None
                fitting = self._fitting(registrar, ref)
                registration = Registration(fitting, handler, site, ref, argument)
                self.registrations.setdefault((handler.function, registrar.site), registration)
        return value

    def _fitting(self, registrar: HandlerRegistration, given: Closure | Partial) -> HandlerRegistration:
        """The registrar of an earlier SDK, where only that can call what it is given."""
        if misfit(given, len(registrar.pattern.takes)) is not None:
            for profile, pattern in self.vocabulary.earlier.get(registrar.pattern.pattern, ()):
                if pattern.via is registrar.pattern.via and misfit(given, len(pattern.takes)) is None:
                    return replace(registrar, profile=profile, pattern=pattern)
        return registrar

    def _recorded_by(self, name: str, value: Value) -> Value:
        """What registers a handler may also make a step of each call in another handler."""
        known = self.vocabulary.recorders.get(name)
        return recorded(value, StepDecorator(*known)) if known is not None else value

    @staticmethod
    def handler_of(ref: Ref) -> Closure | None:
        """The function behind what an engine is given, as it is called with the context."""
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

    # --- first-party functions ---

    def invoke(self, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments) -> Outcome:
        function = closure.function
        generator = function.body.yields
        if generator or function.is_async:
            made = Coroutine(closure, arguments, frame.site(node), generator)
            self.facts.coroutines.setdefault((*frame.path, frame.site(node)), []).append(made)
            return Outcome(Value((made,)))
        return self.follow(frame, node, closure, arguments)

    def follow(
        self, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments, site: Site | None = None
    ) -> Outcome:
        site = site or frame.site(node)
        if frame.step is not None and closure.loops and closure.env.step is not frame.step:
            frame.step.closures.append(closure)
        looked_for = closure.function in self.looked_into or self.may_register(closure, arguments)
        if self.discovering and not looked_for:
            return Outcome(UNKNOWN)
        values = [*arguments.values(), *([closure.receiver] if closure.receiver else [])]
        anew = any(carries_context(value) or _is_new(value) for value in values)
        if closure.env.is_static and not anew and not _hides_callables(closure, arguments):
            outcome = self._summarised(frame, site, closure, arguments)
            if outcome is not None:
                return outcome
        if self.depth >= MAX_DEPTH or self.stack.count(closure.function) > 1:
            return Outcome(UNKNOWN)
        if self.inlined >= MAX_INLINED:
            self.facts.escaped = True
            return Outcome(UNKNOWN)
        self.inlined += 1
        events: list[Event] = []
        inner = Frame(
            Env(
                closure.module,
                closure.env,
                closure.function.body.locals,
                is_replayed=frame.env.is_replayed,
                step=frame.step,
            ),
            (*frame.path, site),
            events,
            closure.function,
            step=frame.step,
            loops=frame.loops,
            argument_of=frame.argument_of,
        )
        self.bind(inner, closure, arguments)
        self.facts.scopes[closure.function.handle] = inner.env
        self.facts.call_loops[inner.path] = frame.loops
        self.stack.append(closure.function)
        try:
            outcome = self._run_body(inner, closure.function)
        finally:
            self.stack.pop()
        frame.trace.append(InlinedCall(site, closure.function, closure.module, events, closure.decorators))
        return outcome

    def _run_body(self, frame: Frame, function: ir.Function) -> Outcome:
        outcome = self._body_outcome(frame, function)
        if function.returns is not None and _is_stub(function):
            outcome = Outcome(UNKNOWN)
        known = bool(outcome.value.alternatives) and all(each.value.alternatives for each in outcome.returned)
        if known or function.returns is None or function.body.yields:
            return outcome
        # Where nothing is known of what it returns its annotation says more.
        promised = self.annotated(Frame(frame.env, (), [], function), function.returns)
        returned = tuple(
            each if each.value.alternatives else each.giving(promised.with_taint(each.value.taint))
            for each in outcome.returned
        )
        value = outcome.value if outcome.value.alternatives else promised.with_taint(outcome.value.taint)
        return Outcome(value, returned)

    def _body_outcome(self, frame: Frame, function: ir.Function) -> Outcome:
        if not self.discovering:
            self.followed.add(function)
        if not self.block(frame, function.body.block):
            frame.returned.append(Returned(frame.site(function), None, constant(None)))
        if function.body.yields:
            return Outcome(join_all(frame.yielded), tuple(frame.returned))
        return Outcome(join_all([each.value for each in frame.returned]), tuple(frame.returned))

    def bind(self, frame: Frame, closure: Closure, arguments: Arguments) -> None:
        """Bind a function's parameters in the frame of its call."""
        names = frame.env.names
        positional = list(arguments.positional)
        if closure.receiver is not None:
            positional.insert(0, Actual(closure.receiver))
        keywords = dict(arguments.keywords)
        for parameter in closure.function.parameters:
            if parameter.star == "*":
                items: dict[object, Value] = {place: each.value for place, each in enumerate(positional)}
                spread = Collection(ir.ContainerKind.TUPLE, items, arguments.rest, frame.step)
                names[parameter.name] = Value((spread,))
                positional = []
                continue
            if parameter.star == "**":
                left: dict[object, Value] = {name: each.value for name, each in keywords.items()}
                spread = Collection(ir.ContainerKind.DICT, left, arguments.rest, frame.step)
                names[parameter.name] = Value((spread,))
                continue
            names[parameter.name] = self._bound(
                frame, closure, parameter, positional, keywords, arguments.rest
            )

    def _bound(
        self,
        frame: Frame,
        closure: Closure,
        parameter: ir.Parameter,
        positional: list[Actual],
        keywords: dict[str, Actual],
        rest: Value | None,
    ) -> Value:
        value: Value | None = None
        if parameter.name in keywords and not parameter.positional_only:
            value = keywords.pop(parameter.name).value
        elif positional and not parameter.keyword_only:
            value = positional.pop(0).value
        elif rest is not None:
            value = rest
        elif parameter.name in closure.defaults:
            value = closure.defaults[parameter.name]
            if frame.step is not None:
                self.flow(frame, parameter, value, Sink.CAPTURED, frame.step)
        if value is not None and value.alternatives and value.constant is None and not _is_plain_data(value):
            return value
        if value is not None and isinstance(value.only, StepResult):
            # What the step returned says more than an annotation, which may promise what JSON has not kept.
            if step_images(value.only.step, self.external_bases):
                return value
        taint = value.taint if value is not None else frozenset[Taint]()
        if value is not None and value.constant is not None and value.constant.value is not None:
            return value
        if parameter.annotation is None:
            return value if value is not None else UNKNOWN
        promised = self.annotated(Frame(closure.env, (), []), parameter.annotation)
        return (
            promised.with_taint(taint) if value is None or not value.alternatives else join(value, promised)
        )

    # --- summaries ---

    def _summarised(self, frame: Frame, site: Site, closure: Closure, arguments: Arguments) -> Outcome | None:
        """What a summary says of a call; `None` where the function runs steps, of which a summary keeps nothing."""
        bound = Frame(
            Env(closure.module, closure.env, closure.function.body.locals), (), [], closure.function
        )
        self.bind(bound, closure, arguments)
        taint = {name: reachable_taint(value) for name, value in bound.env.names.items()}
        summary = self._summary(closure, self._abstract_arguments(closure, bound))
        if summary is not None and summary.runs_steps:
            return None
        for value in arguments.values():
            self.used_outside_steps(frame, site.node, value, Sink.CALL)
        if summary is None:
            return Outcome(UNKNOWN)
        summary.replay(frame, site)
        if any(isinstance(ref, StepResult) for value in arguments.values() for ref in value.alternatives):
            self._note_uses_within(frame, site, closure, arguments)
        self._replay_changes(frame, site, closure, arguments, summary)
        value = instantiate(summary.value, frame, site, taint)
        if frame.argument_of is not None:
            self.flow(frame, site.node, value, Sink.ARGUMENT, frame.argument_of)
        if frame.loops and _may_vary(closure, summary, bound):
            value = value.with_taint(frozenset(frame.loops))
        returned = tuple(
            each.giving(instantiate(each.value, frame, site, taint)) for each in summary.returned
        )
        return Outcome(value, returned)

    def _replay_changes(
        self, frame: Frame, site: Site, closure: Closure, arguments: Arguments, summary: Summary
    ) -> None:
        """Note which of the arguments the function changes, as if the caller did."""
        for place, parameter in enumerate(closure.function.parameters):
            if parameter.name in summary.changes:
                shift = 1 if closure.receiver is not None else 0
                actual = arguments.get(place - shift, parameter.name) if place >= shift else None
                if actual is not None and actual.node is not None and site.module is frame.module:
                    self.mutated(frame, site.node, actual.node, actual.value)

    def _note_uses_within(self, frame: Frame, site: Site, closure: Closure, arguments: Arguments) -> None:
        """Note what a function does with the steps' results that it is given, at the call: its summary keeps none."""
        if len(self.stack) >= MAX_DEPTH or closure.function in self.stack:
            return
        events: list[Event] = []
        env = Env(closure.module, closure.env, closure.function.body.locals, step=frame.step)
        inner = Frame(env, (*frame.path, site), events, closure.function, step=frame.step)
        self.stack.append(closure.function)
        with self.recording(HandlerFacts()):
            self.bind(inner, closure, arguments)
            self._run_body(inner, closure.function)
        self.stack.pop()
        frame.trace.extend(replace(used, site=site) for used in uses_of_results(events))

    @property
    def depth(self) -> int:
        """How many calls are being followed into each other."""
        return len(self.stack) + len(self._cache.stack)

    def _abstract_arguments(self, closure: Closure, bound: Frame) -> dict[str, Value]:
        """What a summary depends on; a function that is given ever new objects is summarised for a typical one."""
        shapes = {name: abstract_argument(value) for name, value in bound.env.names.items()}
        known = self._cache.shapes.setdefault((closure.function, closure.env), set())
        known.add(tuple(shapes.items()))
        if len(known) <= _MAX_SHAPES:
            return shapes
        return {name: self._widened(value) for name, value in shapes.items()}

    def _widened(self, value: Value) -> Value:
        alternatives = (
            self.symbolic_instance(ref.class_) if isinstance(ref, Object) else ref
            for ref in value.alternatives
        )
        return Value(tuple(dict.fromkeys(alternatives)), value.taint)

    def _summary(self, closure: Closure, shapes: dict[str, Value]) -> Summary | None:
        cache = self._cache
        key = (closure.function, closure.env, tuple(shapes.items()), self.ambient)
        if key in cache.final:
            return cache.final[key]
        if key in cache.provisional:
            summary, cut = cache.provisional[key]
            cache.lowest_cut = min(cache.lowest_cut, cut)
            return summary
        if key in cache.stack:
            cache.lowest_cut = min(cache.lowest_cut, cache.stack.index(key))
            return None
        if self.depth >= MAX_DEPTH:
            return None
        place = len(cache.stack)
        outer_cut, cache.lowest_cut = cache.lowest_cut, MAX_DEPTH * 1000
        cache.stack.append(key)
        try:
            summary = self._summarise(closure, shapes)
        finally:
            cache.stack.pop()
        if cache.lowest_cut >= place:
            cache.final[key] = summary
            cache.provisional = {k: kept for k, kept in cache.provisional.items() if kept[1] < place}
        else:
            cache.provisional[key] = (summary, cache.lowest_cut)
        cache.lowest_cut = min(outer_cut, cache.lowest_cut if cache.lowest_cut < place else MAX_DEPTH * 1000)
        return summary

    def _summarise(self, closure: Closure, shapes: dict[str, Value]) -> Summary:
        events: list[Any] = []
        env = Env(closure.module, closure.env, closure.function.body.locals)
        frame = Frame(env, (), events, closure.function)
        for name, value in shapes.items():
            env.names[name] = value.with_taint(frozenset({FromParameter(name)}))
        with self.recording(HandlerFacts()) as run:
            outcome = self._run_body(frame, closure.function)
        return Summary.of(outcome, events, frozenset(run.changed_parameters))


def recorded(value: Value, recorder: StepDecorator) -> Value:
    """Functions whose calls are steps."""
    alternatives = (
        replace(ref, recorded=recorder) if isinstance(ref, Closure) else ref for ref in value.alternatives
    )
    return Value(tuple(alternatives), value.taint)


def _named_tuple(frame: Frame, ref: TupleClass, arguments: Arguments) -> Value:
    items: dict[object, Value] = {}
    for place, name in enumerate(ref.fields):
        actual = arguments.get(place, name)
        items[place] = actual.value if actual is not None else UNKNOWN
    type_ = f"collections.namedtuple.{ref.name}"
    return Value((Collection(ir.ContainerKind.TUPLE, items, step=frame.step, type=type_),))


def _is_new(value: Value) -> bool:
    """Whether a value is an object that this pass of the handler has made: what it holds came about on the way."""
    return any(isinstance(ref, Object) and ref.is_replayed for ref in value.alternatives)


def _is_stub(function: ir.Function) -> bool:
    """Whether a function has no body to speak of, as in a protocol; other code stands in for it."""
    return all(
        isinstance(statement, ir.Evaluate) and isinstance(statement.value, (ir.Literal, ir.Other))
        for statement in function.body.block.statements
    )


def _hides_callables(closure: Closure, arguments: Arguments) -> bool:
    """Whether callables come in a container or through `*args`, where a summary does not see which they are."""
    starred = any(parameter.star for parameter in closure.function.parameters)
    for value in arguments.values():
        for ref in value.alternatives:
            held = ref.elements() if isinstance(ref, Collection) else [value] if starred else []
            if any(isinstance(each, (Closure, Partial)) for inner in held for each in inner.alternatives):
                return True
    return False


def _is_plain_data(value: Value) -> bool:
    """Whether all that is known of a value is that it is data, so that an annotation says more."""
    return all(isinstance(ref, (Payload, StepResult, Data, Decoded)) for ref in value.alternatives)


def _may_vary(closure: Closure, summary: Summary, bound: Frame) -> bool:
    """Whether a function may give something else when it is called again with the same arguments."""
    if summary.effects or summary.unknown or closure.function.body.outer:
        return True
    mutable = (Object, Collection, Instance)
    return any(
        isinstance(ref, mutable) and type_name(ref) not in IMMUTABLE
        for value in bound.env.names.values()
        for ref in value.alternatives
    )
