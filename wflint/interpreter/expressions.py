"""Expressions: what each kind of node may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from wflint.domain.env import Env, Frame, merge
from wflint.domain.lattice import join, join_all, reachable_taint, taint_of
from wflint.domain.taint import UNTAINTED
from wflint.domain.values import (
    ITEM,
    UNKNOWN,
    Actual,
    Arguments,
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Context,
    Coroutine,
    Decoded,
    EnumMember,
    External,
    Headers,
    Instance,
    Object,
    Payload,
    Pending,
    Ref,
    StepResult,
    Value,
    constant,
    instance,
)
from wflint.engines import Color, StepKind, StepMethod
from wflint.engines.steps import ArgumentForwarding, NestedCall
from wflint.interpreter.collections import Collections, keep_tasks
from wflint.interpreter.core import FUNCTION, NAME
from wflint.interpreter.operations import fold, short_cut
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.events import Branch, MissingMember, UnknownAwait, UnknownCall, UseKind
from wflint.trace.flows import Sink


def _context_argument(node: ir.Call, function: StepMethod) -> ir.Expr | None:
    """The argument by which a function that runs steps is given the context; `None` where it may be any."""
    for place, argument in enumerate(node.args):
        if argument.star:
            return None
        named = argument.keyword or (function.parameters[place] if place < len(function.parameters) else "")
        if named == function.context:
            return argument.value
    return None


class Expressions(Collections):
    """Evaluates expressions."""

    def evaluate(self, frame: Frame, node: ir.Expr) -> Value:
        value = self._EXPRESSIONS[type(node)](self, frame, node)
        values = self.facts.values
        values[node] = join(values[node], value) if node in values else value
        return value

    def quiet(self, frame: Frame, node: ir.Expr) -> Value:
        """Evaluate without recording, for a second look at an expression."""
        return self.evaluate(frame.with_trace([]), node)

    def _literal(self, _: Frame, node: ir.Literal) -> Value:
        return constant(node.value)

    def _attribute(self, frame: Frame, node: ir.Attribute) -> Value:
        return self.attribute(frame, node, self.evaluate(frame, node.value), node.attr)

    def _subscript(self, frame: Frame, node: ir.Subscript) -> Value:
        owner = self.evaluate(frame, node.value)
        index = self.evaluate(frame, node.index)
        found: list[Value] = []
        for ref in owner.alternatives:
            match ref:
                case Collection():
                    if ref.kind is ir.ContainerKind.DICT:
                        self.note_key(frame, node.index, index)
                    found.append(self.item(ref, index))
                case StepResult():
                    self.note_use(
                        frame, node, ref, UseKind.ITEM, key=Actual(index, node.index), sure=owner.only is ref
                    )
                    found.append(Value((ref.part(_key(index)),)))
                case Payload() | Headers():
                    self.note_use(
                        frame,
                        node,
                        ref,
                        UseKind.ITEM,
                        key=Actual(index, node.index),
                        sure=owner.only is ref,
                    )
                    part = (Payload(whole=False),) if isinstance(ref, Payload) else ()
                    found.append(Value(part, self.request_taint(frame, ref, part=True)))
                case External() | Decoded():
                    found.append(Value((ref,)))
                case Instance():
                    self.note_use(frame, node, ref, UseKind.ITEM, key=Actual(index, node.index))
                    found.append(UNKNOWN)
                case ClassRef() if self.is_enum(ref) and index.constant:
                    found.append(self.attribute(frame, node, Value((ref,)), str(index.constant.value)))
                case ClassRef():
                    found.append(Value((ref,)))
                case Object() if self.class_member(ref.class_, "__getitem__") is not None:
                    method = self.attribute(frame, node, Value((ref,)), "__getitem__")
                    found.append(self.call(frame, node, method, Arguments((Actual(index, node.index),))))
                case _:
                    found.append(UNKNOWN)
        return join_all(found).with_taint(owner.taint | index.taint)

    def _call(self, frame: Frame, node: ir.Call) -> Value:
        callee = self.evaluate(frame, node.func)
        steppers = [ref for ref in callee.alternatives if isinstance(ref, BoundStepMethod)]
        stepper = steppers[0] if steppers else self._wrapped_stepper(frame, node, callee.only)
        if stepper is None and isinstance(callee.only, Closure):
            stepper = self.recorded_step(frame, callee.only)
        if stepper is not None:
            return self.step_call(frame, node, stepper)
        self.note_spread(frame, node, callee)
        return self.call(frame, node, callee, self.arguments(frame, node.args))

    def _wrapped_stepper(self, frame: Frame, node: ir.Call, callee: Ref | None) -> BoundStepMethod | None:
        """The step that a function runs; looked for before the arguments, which are evaluated as those of a step."""
        if not isinstance(callee, External) or callee.name not in self.profile_index.step_functions:
            return None

        def given(method: StepMethod) -> Value | None:
            argument = _context_argument(node, method)
            return self.quiet(frame, argument) if argument is not None else None

        return self.step_function(callee.name, given)

    def step_function(self, name: str, given: Callable[[StepMethod], Value | None]) -> BoundStepMethod | None:
        """The step that a function runs for the context that it is given; `None` if it runs none."""
        for engine, method in self.profile_index.step_functions.get(name, {}).items():
            value = given(method) if method.context is not None else None
            context = value.only if value is not None else self.ambient
            if isinstance(context, Context) and context.profile.id == engine:
                return BoundStepMethod(context, method, name)
        return None

    def recorded_step(self, frame: Frame, closure: Closure) -> BoundStepMethod | None:
        """The step that calling a decorated function here comes to; `None` where it is a plain call."""
        recorder, context = closure.recorded, self.ambient
        if recorder is None or context is None or recorder.profile.id != context.profile.id:
            return None
        if frame.step is not None and recorder.function.inside is NestedCall.PLAIN:
            return None
        is_run = recorder.function.kind is StepKind.RUN
        function = replace(closure, recorded=None)
        method = StepMethod(
            closure.function.name,
            recorder.function.kind,
            name=NAME,
            hands_on=ArgumentForwarding.ALL,
            function=FUNCTION if is_run else None,
            color=Color.of(is_async=closure.function.is_async),
        )
        label = recorder.label or constant(closure.function.name)
        return BoundStepMethod(context, method, closure.function.name, function, label)

    def arguments(self, frame: Frame, nodes: tuple[ir.Argument, ...]) -> Arguments:
        """Evaluate the arguments of a call."""
        positional: list[Actual] = []
        keywords: dict[str, Actual] = {}
        rest: Value | None = None
        for node in nodes:
            value = self.evaluate(frame, node.value)
            if node.star:
                spread = self._spread(value, node, positional, keywords)
                rest = spread if rest is None else join(rest, spread) if spread is not None else rest
            elif node.keyword is not None:
                keywords[node.keyword] = Actual(value, node.value)
            elif rest is None:
                positional.append(Actual(value, node.value))
            else:
                rest = join(rest, value)
        return Arguments(tuple(positional), keywords, rest)

    @staticmethod
    def _spread(
        value: Value, node: ir.Argument, positional: list[Actual], keywords: dict[str, Actual]
    ) -> Value | None:
        """Take the items of `*value` or `**value` as arguments; what cannot be told apart is given back."""
        only = value.only
        if not isinstance(only, Collection):
            return UNKNOWN.with_taint(value.taint)
        for key, item in only.items.items():
            actual = Actual(item.with_taint(value.taint), node.value)
            if node.star == "*":
                positional.append(actual)
            else:
                keywords[str(key)] = actual
        return only.rest.with_taint(value.taint) if only.rest is not None else None

    def _template(self, frame: Frame, node: ir.Template) -> Value:
        values = [self._text_of(self.evaluate(frame, part)) for part in node.parts]
        taint = UNTAINTED.union(*map(reachable_taint, values))
        if all(value.constant for value in values):
            text = "".join(str(value.constant.value) for value in values if value.constant)
            return constant(text).with_taint(taint)
        return instance("builtins.str", taint)

    def _text_of(self, value: Value) -> Value:
        """A value as it is formatted; members of text enums become their text."""
        only = value.only
        if isinstance(only, EnumMember) and "enum.StrEnum" in self.external_bases(only.class_):
            return only.value
        return value

    def _container(self, frame: Frame, node: ir.Container) -> Value:
        made = Collection(node.kind, step=frame.step)
        keys = node.keys or (None,) * len(node.items)
        for position, (key, item) in enumerate(zip(keys, node.items, strict=True)):
            place = self.evaluate(frame, key) if key is not None else None
            spreads = isinstance(item, ir.Starred) or (node.kind is ir.ContainerKind.DICT and key is None)
            value = self.evaluate(frame, item)
            if place is not None:
                self.note_key(frame, key or item, place)
            elif node.kind is ir.ContainerKind.SET and not spreads:
                self.note_key(frame, item, value)
            if spreads:
                self.extend(frame, node, made, value)
            elif node.kind is ir.ContainerKind.DICT:
                known = place.constant.value if place and place.constant else None
                self.put(made, known if place and place.constant else place, value)
            elif made.rest is None:
                made.items[position] = value
            else:
                made.rest = join(made.rest, value)
        return Value((made,))

    def _starred(self, frame: Frame, node: ir.Starred) -> Value:
        return self.evaluate(frame, node.value)

    def _comprehension(self, frame: Frame, node: ir.Comprehension) -> Value:
        env = Env(
            frame.module,
            frame.env,
            is_comprehension=True,
            is_replayed=frame.env.is_replayed,
            step=frame.env.step,
        )
        made = Collection(node.kind, step=frame.step)
        inner = replace(frame, env=env)

        def body(at: Frame) -> None:
            if node.key is not None:
                made.keys = self.evaluate(at, node.key)
                keep_tasks(made.keys)
            value = self.evaluate(at, node.element)
            made.rest = value if made.rest is None else join(made.rest, value)

        taint = self.comprehend(inner, node.clauses, body)
        return Value((made,), taint if node.kind is not ir.ContainerKind.SET else UNTAINTED)

    def _lambda(self, frame: Frame, node: ir.Lambda) -> Value:
        return Value((self.closure(frame, node.function),))

    def closure(self, frame: Frame, function: ir.Function) -> Closure:
        """A function with the scope that it is defined in; its defaults are evaluated now."""
        defaults = {
            parameter.name: self.evaluate(frame, parameter.default)
            for parameter in function.parameters
            if parameter.default is not None
        }
        return Closure(function, frame.env, frame.module, defaults, loops=frame.loops)

    def _conditional(self, frame: Frame, node: ir.Conditional) -> Value:
        test = self.evaluate(frame, node.test)
        self.note_test(frame, node.test, test)
        body = self.arm(frame, node.body, test)
        orelse = self.arm(frame, node.orelse, test)
        self.branch(frame, node.test, test, [body[1], orelse[1]])
        return join(body[0], orelse[0]).with_taint(test.taint)

    def arm(self, frame: Frame, node: ir.Expr, test: Value) -> tuple[Value, list[Any]]:
        """Evaluate one side of a choice into a trace of its own."""
        trace: list[Any] = []
        before = dict(frame.env.names)
        value = self.evaluate(frame.under_condition(trace, test.taint), node)
        if frame.env.names != before:
            frame.env.names = merge(before, frame.env.names, test.taint)
        return value, trace

    @staticmethod
    def branch(frame: Frame, node: ir.Expr, test: Value, arms: list[list[Any]]) -> None:
        """Record a choice, if anything happens in one of its arms."""
        if any(arms):
            frame.trace.append(Branch(frame.site(node), test, tuple(arms)))

    def _operation(self, frame: Frame, node: ir.Operation) -> Value:
        if node.op in ("and", "or"):
            left = self.evaluate(frame, node.operands[0])
            right, trace = self.arm(frame, node.operands[1], left)
            self.branch(frame, node.operands[0], left, [trace, []])
            first = short_cut(node.op, left)
            return (join(first, right) if first is not None else right).with_taint(left.taint)
        values = [self.evaluate(frame, operand) for operand in node.operands]
        if node.op in _SET_ALGEBRA and any(_is_set(value) for value in values):
            return self._set_algebra(frame, values)
        self.note_operands(frame, node, values)
        if node.op in _COMPARISONS:
            self._compared(frame, node, values)
        if node.op in ("in", "not in"):
            return self._membership(frame, node, values)
        return self.operate(frame, node.op, values)

    def _set_algebra(self, frame: Frame, values: list[Value]) -> Value:
        """What `|`, `&`, `-` or `^` of sets or dictionary views gives: a set."""
        made = Collection(ir.ContainerKind.SET, step=frame.step)
        for value in values:
            for ref in value.alternatives:
                made.rest = join_all(
                    [
                        *([made.rest] if made.rest else []),
                        *(ref.elements() if isinstance(ref, Collection) else [UNKNOWN]),
                    ]
                )
        return Value((made,), taint_of(values))

    def _membership(self, frame: Frame, node: ir.Operation, values: list[Value]) -> Value:
        result = self.operate(frame, node.op, values)
        owner = values[-1]
        for ref in owner.alternatives:
            key = Actual(values[0], node.operands[0])
            self.note_use(frame, node, ref, UseKind.MEMBERSHIP, key=key, sure=owner.only is ref)
            result = result.with_taint(self.request_taint(frame, ref, part=True))
        return result

    def operate(self, frame: Frame, op: str, values: list[Value]) -> Value:
        """What an operator gives for values."""
        taint = taint_of(values)
        return fold(op, values, step=frame.step).with_taint(taint)

    def _compared(self, frame: Frame, node: ir.Operation, values: list[Value]) -> None:
        """Note where a changing value is compared with what a step recorded."""
        results = [ref for value in values for ref in value.alternatives if isinstance(ref, StepResult)]
        if results and frame.step is None:
            for value in values:
                self.flow(frame, node, value, Sink.COMPARISON, results[0].step)

    def _await(self, frame: Frame, node: ir.Await) -> Value:
        value = self.evaluate(frame, node.value)
        unknown = _unknown_call(frame, node.value)
        if unknown is not None:
            frame.trace.append(UnknownAwait(frame.site(node), unknown.text, frame.step))
        finished = self.finish(frame, node, value)
        self.facts.results[node] = finished.returned
        return finished.value

    def _yield(self, frame: Frame, node: ir.Yield) -> Value:
        if node.value is not None:
            value = self.evaluate(frame, node.value)
            frame.yielded.append(self.elements(frame, node, value) if node.delegates else value)
        return UNKNOWN

    def _assignment(self, frame: Frame, node: ir.AssignExpr) -> Value:
        value = self.evaluate(frame, node.value)
        env = frame.env
        # A comprehension binds the names of `:=` in the function around it.
        while env.is_comprehension and env.parent is not None:
            env = env.parent
        self.assign(replace(frame, env=env), node.target, value)
        return value

    def _other(self, frame: Frame, node: ir.Other) -> Value:
        values = [self.evaluate(frame, child) for child in node.children]
        return UNKNOWN.with_taint(taint_of(values))

    def note_unknown(self, frame: Frame, node: ir.Expr, arguments: Arguments) -> None:
        """Record a call that could not be resolved."""
        frame.trace.append(UnknownCall(frame.site(node), spelled(node)))
        for value in arguments.values():
            for ref in value.alternatives:
                if isinstance(ref, (Context, BoundStepMethod, Closure, Object, Coroutine, Pending)):
                    self.facts.escaped = True

    # Each method takes the node class of its key, which the type of a dictionary cannot say.
    _EXPRESSIONS: ClassVar[dict[type[ir.Expr], Callable[[Any, Frame, Any], Value]]] = {
        ir.Name: Collections.load, ir.Literal: _literal, ir.Attribute: _attribute, ir.Subscript: _subscript,
        ir.Call: _call, ir.Template: _template, ir.Container: _container, ir.Starred: _starred,
        ir.Comprehension: _comprehension, ir.Lambda: _lambda, ir.Conditional: _conditional,
        ir.Operation: _operation, ir.Await: _await, ir.Yield: _yield,
        ir.AssignExpr: _assignment, ir.Other: _other,
    }  # fmt: skip


def _key(index: Value) -> object:
    return index.constant.value if index.constant is not None else ITEM


def _is_set(value: Value) -> bool:
    only = value.only
    return isinstance(only, Collection) and (
        only.kind is ir.ContainerKind.SET or only.type in ("builtins.dict_keys", "builtins.dict_items")
    )


_SET_ALGEBRA = frozenset({"|", "&", "-", "^"})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "-"})


def _unknown_call(frame: Frame, node: ir.Expr) -> UnknownCall | None:
    """The event of a call that could not be resolved; what is done with its arguments is recorded behind it."""
    for event in reversed(frame.trace[-_LOOK_BACK:]):
        if isinstance(event, UnknownCall) and event.site.node is node:
            # A missing member of the context is told on its own.
            missing = any(isinstance(each, MissingMember) for each in frame.trace[-_LOOK_BACK:])
            return None if missing else event
    return None


_LOOK_BACK = 8
"""How many events a call may record behind itself."""
