"""Steps: calling step methods, running step functions, awaiting, and starting things at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wflint.domain.callables import is_coroutine, keeps_kind
from wflint.domain.env import Env, Frame, Returned
from wflint.domain.lattice import join_all
from wflint.domain.steps import Concurrency, Consumption, StepCall
from wflint.domain.taint import Site
from wflint.domain.values import (
    NO_ARGUMENTS,
    UNKNOWN,
    Actual,
    Arguments,
    BoundStepMethod,
    Closure,
    Collection,
    Coroutine,
    Instance,
    Object,
    Partial,
    Pending,
    Ref,
    StepResult,
    Task,
    Value,
    constant,
)
from wflint.effects import Effect
from wflint.engines import StepKind, StepMethod
from wflint.engines.steps import ArgumentForwarding, NestedCall
from wflint.interpreter.calls import Calls
from wflint.interpreter.core import FUNCTION, NAME, Outcome
from wflint.ir import nodes as ir
from wflint.trace.events import Concurrent, EffectCall, Event, StepCalled, StepExecuted
from wflint.trace.flows import Sink
from wflint.trace.walk import effects_among, runs_step


class Steps(Calls):
    """Runs steps."""

    # --- calling a step method ---

    def step_call(self, frame: Frame, node: ir.Expr, stepper: BoundStepMethod) -> Value:
        assert isinstance(node, ir.Call)  # noqa: S101 - only calls are evaluated this way
        step = self._step(frame, node, stepper)
        given = frame.submitting(step)
        positional: list[Actual] = []
        keywords: dict[str, Actual] = {}
        spread: list[ir.Argument] = []
        for place, argument in enumerate(node.args):
            if argument.star:
                spread.append(argument)
                continue
            named = argument.keyword or (
                stepper.method.parameters[place] if place < len(stepper.method.parameters) else ""
            )
            is_name = named == stepper.method.name != ""
            at = frame if is_name or frame.step is not None else given
            actual = Actual(self.evaluate(at, argument.value), argument.value)
            if argument.keyword:
                keywords[argument.keyword] = actual
            else:
                positional.append(actual)
        extra = self.arguments(frame, tuple(spread))
        arguments = Arguments((*positional, *extra.positional), {**keywords, **extra.keywords}, extra.rest)
        return self._started(frame, node, step, arguments)

    def start_step(
        self, frame: Frame, node: ir.Expr, stepper: BoundStepMethod, arguments: Arguments
    ) -> Value:
        """Call a step method with arguments that have been evaluated already."""
        return self._started(frame, node, self._step(frame, node, stepper), arguments)

    def _step(self, frame: Frame, node: ir.Expr, stepper: BoundStepMethod) -> StepCall:
        site = frame.site(node)
        path = (*frame.path, site)
        step = self.facts.steps.get(path)
        if step is None:
            step = self.facts.steps[path] = StepCall(site, path, stepper.context, stepper.method, frame)
        step.loops, step.parent = frame.loops, frame.step
        if stepper.function is not None:
            called = node.func if isinstance(node, ir.Call) else node
            step.arguments = {FUNCTION: Actual(Value((stepper.function,)), called)}
            if stepper.label is not None:
                step.arguments[NAME] = Actual(stepper.label)
        return step

    def _started(self, frame: Frame, node: ir.Expr, step: StepCall, arguments: Arguments) -> Value:
        method = step.method
        named, surplus = _named(step, arguments)
        step.open_arguments = arguments.rest is not None
        step.given, surplus = _handed_on(method, surplus, arguments.rest)
        if method.name_key:
            _take_name(named, method)
        if method.context is not None:
            # What else a function takes is its own affair; it may well hand it on.
            named.pop(method.context, None)
            step.open_arguments = step.open_arguments or bool(surplus)
            surplus = {}
        step.arguments, step.surplus = named, surplus
        if step.name is not None and frame.step is None:
            self.flow(frame, step.name.node or node, step.name.value, Sink.NAME, step)
        if frame.step is not None and method.inside is NestedCall.PLAIN:
            return self._plain_call(frame, node, step)
        frame.trace.append(StepCalled(step))
        if step.is_async:
            return Value((Pending(step),))
        return self._run_step(frame, node, step, Consumption.AWAITED)

    def _plain_call(self, frame: Frame, node: ir.Expr, step: StepCall) -> Value:
        """Inside the function of another step it is no step, and calls its function."""
        if step.function is None:
            return UNKNOWN
        return self.run_function(frame, node, step.function.value, step.given).value

    # --- running a step ---

    def _run_step(self, frame: Frame, node: ir.Node, step: StepCall, how: Consumption) -> Value:
        step.consumed.add(how)
        step.ran = True
        if step.method.kind is StepKind.TOGETHER:
            return self._run_together(frame, node, step)
        frame.trace.append(StepExecuted(step))
        if step.function is not None:
            step.body, step.closures, step.gives_coroutine = [], [], False
            # The function may stand elsewhere than the `await`, so it runs where the step was called.
            called = step.frame
            env = Env(called.module, called.env, is_replayed=True, step=step)
            inside = Frame(env, called.path, step.body, called.function, step=step, loops=frame.loops)
            outcome = self.run_function(inside, step.function.node or node, step.function.value, step.given)
            step.returned = outcome.returned
        return self.step_result(step, frame)

    def step_result(self, step: StepCall, frame: Frame) -> Value:
        """What a step gives to the code around it."""
        taint = frozenset(frame.loops)
        if step.method.result is not None:
            return Value((Instance(step.method.result, made=step.site),), taint)
        if step.method.kind in (StepKind.SLEEP, StepKind.SLEEP_UNTIL):
            return constant(None)
        if step.method.function is None or step.is_typed:
            return Value((), taint)
        return Value((StepResult(step),), taint)

    def _run_together(self, frame: Frame, node: ir.Node, step: StepCall) -> Value:
        """Call functions whose steps the engine runs side by side."""
        actual = step.arguments.get(step.method.branches or "")
        given = actual.value if actual is not None else UNKNOWN
        branches: list[list[Event]] = []
        results: list[Value] = []
        for ref in given.alternatives:
            for function in ref.elements() if isinstance(ref, Collection) else ():
                self._mark_together(step, function)
                branches.append([])
                results.append(self.run_function(frame.with_trace(branches[-1]), node, function).value)
        many = any(isinstance(ref, Collection) and ref.rest is not None for ref in given.alternatives)
        started = Concurrent(
            step.site, step.method.method, Concurrency.DURABLE, tuple(branches), many, frame.step
        )
        frame.trace.append(started)
        items: dict[object, Value] = dict(enumerate(results)) if not many else {}
        rest = join_all(results) if many else None
        return Value((Collection(ir.ContainerKind.TUPLE, items, rest, frame.step),), frozenset(frame.loops))

    @staticmethod
    def _mark_together(step: StepCall, function: Value) -> None:
        """Note what is one of the functions whose steps run at once, or stands in the place of one."""
        for ref in function.alternatives:
            if isinstance(ref, Closure) and ref.loops:
                step.closures.append(ref)
            if isinstance(ref, Pending):
                ref.step.consumed.add(Consumption.TOGETHER)

    def run_function(
        self, frame: Frame, node: ir.Node, function: Value, arguments: Arguments = NO_ARGUMENTS
    ) -> Outcome:
        """Call a function as the engine does, and await what it gives."""
        outcomes: list[Outcome] = []
        for ref in function.alternatives:
            outcomes.extend(self._run_callable(frame, node, ref, arguments))
        returned = tuple(each for outcome in outcomes for each in outcome.returned)
        return Outcome(join_all([outcome.value for outcome in outcomes]), returned)

    def _run_callable(self, frame: Frame, node: ir.Node, ref: Ref, arguments: Arguments) -> Iterator[Outcome]:
        match ref:
            case Closure():
                called = self.invoke(frame, node, ref, arguments)
                if frame.step is not None and keeps_kind(ref) and is_coroutine(called.value):
                    frame.step.gives_coroutine = True
                finished = self.finish(frame, node, called.value)
                if len(called.returned) != 1:
                    yield Outcome(finished.value, finished.returned or called.returned)
                else:
                    # A lambda that gives a coroutine: its expression returns what the coroutine gives.
                    only = called.returned[0]
                    if only.node is not None and finished.returned:
                        self.facts.results[only.node] = finished.returned
                    yield Outcome(finished.value, (only.giving(finished.value),))
            case Partial():
                bound = Arguments(
                    (*(Actual(value) for value in ref.positional), *arguments.positional),
                    {**{name: Actual(value) for name, value in ref.keywords}, **arguments.keywords},
                    arguments.rest,
                )
                for target in ref.target.alternatives:
                    yield from self._run_callable(frame, node, target, bound)
            case Object() if isinstance(node, ir.Expr):
                method = self.class_member(ref.class_, "__call__")
                if method is not None:
                    bound_method = self.attribute(frame, node, Value((ref,)), "__call__")
                    if frame.step is not None:
                        frame.step.call_method = bound_method
                    yield self.run_function(frame, node, bound_method, arguments)
            case _ if isinstance(node, ir.Expr):
                called_value = self.call(frame, node, Value((ref,)), arguments)
                finished = self.finish(frame, node, called_value)
                yield Outcome(finished.value, (Returned(frame.site(node), node, finished.value),))
            case _:
                pass

    # --- awaiting ---

    def finish(self, frame: Frame, node: ir.Node, value: Value, *, passed_on: bool = False) -> Outcome:
        outcomes: list[Outcome] = []
        others: list[Ref] = []
        for ref in value.alternatives:
            match ref:
                case Pending():
                    how = Consumption.PASSED_ON if passed_on else Consumption.AWAITED
                    outcomes.append(Outcome(self._run_step(frame, node, ref.step, how)))
                case Coroutine() if not ref.generator:
                    ref.ran = True
                    outcomes.append(self.follow(frame, node, ref.closure, ref.arguments, ref.site))
                case Task():
                    ref.awaited = True
                    outcomes.append(Outcome(ref.result))
                case Collection() if passed_on:
                    self.finish(frame, node, Value(tuple(_inside(ref))), passed_on=True)
                    others.append(ref)
                case _:
                    others.append(ref)
        if not outcomes:
            return Outcome(value)
        result = join_all([outcome.value for outcome in outcomes])
        if others:
            result = join_all([result, Value(tuple(others))])
        return Outcome(
            result.with_taint(value.taint), tuple(each for outcome in outcomes for each in outcome.returned)
        )

    # --- starting things at once ---

    def start_concurrently(
        self, frame: Frame, node: ir.Expr, name: str, kind: Concurrency, arguments: Arguments
    ) -> Value:
        started = self._started_things(kind, arguments)
        branches: list[list[Event]] = []
        results: list[Value] = []
        for thing in started:
            trace: list[Event] = []
            branches.append(trace)
            results.append(self._start(frame.with_trace(trace), node, thing, kind))
        many = any(
            isinstance(ref, Collection) and ref.rest
            for actual in arguments.values()
            for ref in actual.alternatives
        )
        many = many or arguments.rest is not None or name.endswith(".map")
        result = join_all(results)
        site = frame.site(node)
        with_steps = any(map(runs_step, branches))
        tasked = kind in (Concurrency.TASK, Concurrency.GROUP)
        task = Task(site, result, with_steps) if tasked else None
        tasks = tuple(ref for value, _ in started for ref in value.alternatives if isinstance(ref, Task))
        if with_steps or kind in (Concurrency.TOGETHER, Concurrency.LIMITED):
            frame.trace.append(Concurrent(site, name, kind, tuple(branches), many, frame.step, task, tasks))
        if not with_steps:
            frame.trace.extend(self._without_steps(frame, site, name, branches))
        if task is not None:
            return Value((task,))
        if kind is Concurrency.DURABLE:
            # As `asyncio.wait` it gives those that are done and the others, each as a set of tasks.
            waited = Value((Task(site, result, with_steps, awaited=True),))
            sets = [
                Value((Collection(ir.ContainerKind.SET, rest=waited, step=frame.step),)) for _ in range(2)
            ]
            return Value((Collection(ir.ContainerKind.TUPLE, dict(enumerate(sets)), step=frame.step),))
        if kind is Concurrency.TOGETHER:
            return Value((Collection(ir.ContainerKind.LIST, rest=result, step=frame.step),))
        row = self.catalogue.lookup(name)
        if kind is Concurrency.POOL and row is not None and row.returns:
            return self.external_instance(row.returns)
        return result

    def _without_steps(
        self, frame: Frame, site: Site, name: str, branches: list[list[Event]]
    ) -> Iterator[Event]:
        """What starting things that run no steps comes to."""
        row = self.catalogue.lookup(name)
        if row is None or row.effect is not Effect.PROCESS:
            return
        inner = [event for branch in branches for event in branch]
        if name in _WAITED_FOR and any(effects_among(inner)):
            # The caller waits for it, so what it does counts, not where.
            yield from inner
            return
        path = (*frame.path, site)
        step, argument_of = frame.step, frame.argument_of
        yield EffectCall(site, path, name, row, row.access, step, argument_of, loops=frame.loops)

    @staticmethod
    def _started_things(kind: Concurrency, arguments: Arguments) -> list[tuple[Value, Arguments]]:
        """What is started: coroutines, or functions with the arguments that they are called with."""
        if kind is Concurrency.POOL or (kind is Concurrency.GROUP and not _holds_coroutine(arguments)):
            target = arguments.get(None, "target") or arguments.get(0, None)
            if target is not None and target.value.only is None and len(arguments.positional) > 1:
                target = arguments.positional[1]  # loop.run_in_executor(None, function)
            return [] if target is None else [(target.value, Arguments(rest=UNKNOWN))]
        things: list[tuple[Value, Arguments]] = []
        for value in arguments.values():
            for ref in value.alternatives:
                held = list(ref.elements()) if isinstance(ref, Collection) else [Value((ref,), value.taint)]
                things.extend((each, NO_ARGUMENTS) for each in held)
        return [each for each in things if each[0].alternatives]

    def _start(self, frame: Frame, node: ir.Expr, thing: tuple[Value, Arguments], kind: Concurrency) -> Value:
        value, arguments = thing
        if arguments is not NO_ARGUMENTS:
            value = self.call(frame, node, value, arguments)
        for ref in value.alternatives:
            if isinstance(ref, Task):
                ref.together = True
            if isinstance(ref, Pending):
                ref.step.consumed.add(Consumption.TASK if kind is Concurrency.TASK else Consumption.TOGETHER)
        return self.finish(frame, node, value).value


_WAITED_FOR = frozenset(
    {"asyncio.to_thread", "anyio.to_thread.run_sync", "asyncio.AbstractEventLoop.run_in_executor"}
)


def _holds_coroutine(arguments: Arguments) -> bool:
    return any(
        isinstance(ref, (Pending, Coroutine)) for value in arguments.values() for ref in value.alternatives
    )


def _named(step: StepCall, arguments: Arguments) -> tuple[dict[str, Actual], dict[int | str, Actual]]:
    """The arguments by the names of the method's parameters, and those that it does not take itself."""
    method = step.method
    # A function that a decorator has made a step takes nothing itself; its name and function are known from there.
    known_before: Mapping[str, Actual] = step.arguments if not method.parameters else {}
    named = {**known_before, **dict(zip(method.parameters, arguments.positional, strict=False))}
    surplus: dict[int | str, Actual] = dict(list(enumerate(arguments.positional))[len(method.parameters) :])
    for name, actual in arguments.keywords.items():
        if name in method.parameters or name in method.keyword_parameters:
            named[name] = actual
        else:
            surplus[name] = actual
    return named, surplus


def _handed_on(
    method: StepMethod, surplus: dict[int | str, Actual], rest: Value | None
) -> tuple[Arguments, dict[int | str, Actual]]:
    """The arguments that a step hands on to its function, and those that it does not take."""
    if method.hands_on is ArgumentForwarding.NOTHING:
        return NO_ARGUMENTS, surplus
    positional = tuple(actual for key, actual in surplus.items() if isinstance(key, int))
    keywords = {key: actual for key, actual in surplus.items() if isinstance(key, str)}
    if method.hands_on is ArgumentForwarding.POSITIONAL:
        refused: dict[int | str, Actual] = dict(keywords.items())
        return Arguments(positional, rest=rest), refused
    return Arguments(positional, keywords, rest), {}


def _take_name(named: dict[str, Actual], method: StepMethod) -> None:
    """Put the name itself in the place of the options in which it stands."""
    options = named.pop(method.name, None)
    if options is None:
        return
    for ref in options.value.alternatives:
        if isinstance(ref, Collection) and method.name_key in ref.items:
            named[method.name] = Actual(ref.items[method.name_key], _entry(options.node, method.name_key))


def _entry(node: ir.Expr | None, key: str) -> ir.Expr | None:
    """The expression that a dictionary has at a key, where both are written out."""
    match node:
        case ir.Container(kind=ir.ContainerKind.DICT, keys=keys, items=items):
            for each, item in zip(keys, items, strict=False):
                if isinstance(each, ir.Literal) and each.value == key:
                    return item
        case ir.Call(args=args):
            return next((each.value for each in args if each.keyword == key), None)
        case _:
            pass
    return None


def _inside(collection: Collection) -> Iterator[Ref]:
    """What a collection may hold, in whatever collections inside; one of them may hold itself."""
    seen: set[Ref] = {collection}
    waiting = [collection]
    while waiting:
        for ref in [ref for value in waiting.pop().elements() for ref in value.alternatives]:
            if ref not in seen:
                seen.add(ref)
                if isinstance(ref, Collection):
                    waiting.append(ref)
                else:
                    yield ref
