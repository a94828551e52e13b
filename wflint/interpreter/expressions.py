"""Evaluates expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Context,
    EnumMember,
    Instance,
    Object,
    instance,
)
from wflint.domain.awaited import StepResult
from wflint.domain.computed import computed
from wflint.domain.contents import holds_context, reachable_taint
from wflint.domain.env import Env, merge
from wflint.domain.lattice import join, join_all, taint_of
from wflint.domain.taint import UNTAINTED, FromSteps
from wflint.domain.types import type_name
from wflint.domain.values import TOP, Actual, Const, Ref, Value, constant, top
from wflint.interpreter.annotations import annotated
from wflint.interpreter.arguments import evaluate_arguments, make_closure, note_defined
from wflint.interpreter.attributes import attribute
from wflint.interpreter.awaiting import asked, await_value
from wflint.interpreter.calls import call
from wflint.interpreter.collections import elements_of, extend, gone_through, keep_tasks, put_item
from wflint.interpreter.directives import directed
from wflint.interpreter.effects import has_no_order, is_value_of_pass, sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame, deciding
from wflint.interpreter.holding import hold
from wflint.interpreter.loops import MAX_NESTED_LOOPS, comprehend
from wflint.interpreter.members import evaluate_callee, read_attribute, read_item
from wflint.interpreter.names import load
from wflint.interpreter.optional_sdk import engines_own, is_missing, truth
from wflint.interpreter.recording import record_flow, remember
from wflint.interpreter.step_lookup import decorated_step, wrapped_step
from wflint.interpreter.steps import step_call
from wflint.interpreter.uses import (
    is_event,
    is_given,
    note_key,
    note_operands,
    note_spread,
    note_test,
    note_use,
    request_taint,
)
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Branch, UnknownAwait, UnknownCall, UseKind, Yields
from wflint.trace.flows import Sink
from wflint.trace.mistakes import MissingMember
from wflint.trace.steps import step_of

_SET_ALGEBRA = frozenset({"|", "&", "-", "^"})
_SETTLED_LEVELS = 50
"""How deep operations may lie in each other for their result to be taken as settled."""
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"})
_OPERANDS = 2
"""What an operator between two values takes."""
_LOOK_BACK = 8
"""How many events a call may record after itself."""


def evaluate(ev: Evaluator, frame: Frame, node: ir.Expr) -> Value:
    """Return what an expression may be; record what evaluating it does."""
    value = _EXPRESSIONS[type(node)](ev, frame, node)
    remember(ev, node, value)
    return value


def _literal(ev: Evaluator, _: Frame, node: ir.Literal) -> Value:
    return constant(node.value)


def _null(_ev: Evaluator, _: Frame, _node: ir.Null) -> Value:
    return Value((Const(None, "null"),))


def _call(ev: Evaluator, frame: Frame, node: ir.Call) -> Value:
    callee, note_result = evaluate_callee(ev, frame, node)
    callee = engines_own(ev, callee)
    only = callee.only
    bound_methods = [ref for ref in callee.alternatives if isinstance(ref, BoundStepMethod)]
    bound = bound_methods[0] if bound_methods else wrapped_step(ev, frame, node, only)
    if bound is None:
        bound = decorated_step(ev, frame, only)
    if bound is not None:
        return step_call(ev, frame, node, bound)
    note_spread(ev, frame, node, callee)
    arguments = evaluate_arguments(ev, frame, node.args, is_followed=isinstance(only, Closure))
    before = len(frame.trace)
    result = call(ev, frame, node, callee, arguments)
    hold(ev, frame, node, arguments, before)
    if note_result is not None:
        note_result(result)
    return result


def _template(ev: Evaluator, frame: Frame, node: ir.Template) -> Value:
    values = [
        ev.semantics.as_text(ev, frame, part, evaluate(ev, frame, part), is_repr=part.handle in node.shown)
        for part in node.parts
    ]
    taint = UNTAINTED.union(*map(reachable_taint, values))
    if all(value.constant for value in values):
        text = "".join(str(value.constant.value) for value in values if value.constant)
        return computed(text).with_taint(taint)
    return instance("builtins.str", taint)


def _container(ev: Evaluator, frame: Frame, node: ir.Container) -> Value:
    """Return the collection that a display such as `[a, *b]` or `{k: v}` makes."""
    made = Collection(node.kind, step=frame.step)
    keys = node.keys or (None,) * len(node.items)
    for position, (key, item) in enumerate(zip(keys, node.items, strict=True)):
        place = evaluate(ev, frame, key) if key is not None else None
        spreads = isinstance(item, ir.Starred) or (node.kind is ir.ContainerKind.DICT and key is None)
        value = evaluate(ev, frame, item)
        if place is not None:
            note_key(ev, frame, key or item, place)
        elif node.kind is ir.ContainerKind.SET and not spreads:
            note_key(ev, frame, item, value)
        if spreads and isinstance(value.only, Context) and not ev.semantics.methods_are_bound:
            _copy_context(ev, frame, item, made, value.only)
        elif spreads:
            extend(ev, frame, node, made, value)
        elif node.kind is ir.ContainerKind.DICT:
            known = place.constant.value if place and place.constant else None
            put_item(made, known if place and place.constant else place, value)
        elif made.rest is None:
            made.items[position] = value
        else:
            made.rest = join(made.rest, value)
    return Value((made,))


def _copy_context(ev: Evaluator, frame: Frame, node: ir.Expr, made: Collection, context: Context) -> None:
    """Add what a context holds to an object; its methods are not its own, and get lost."""
    for name in context.profile.context_members(context.path):
        value = attribute(ev, frame.with_trace([]), node, Value((context,)), name)
        lost = [
            replace(ref, is_copied=True) if isinstance(ref, BoundStepMethod) else ref
            for ref in value.alternatives
        ]
        put_item(made, name, value.of_alternatives(lost))


def _starred(ev: Evaluator, frame: Frame, node: ir.Starred) -> Value:
    return evaluate(ev, frame, node.value)


def _comprehension(ev: Evaluator, frame: Frame, node: ir.Comprehension) -> Value:
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
            made.keys = evaluate(ev, at, node.key)
            keep_tasks(made.keys)
            made.filling |= deciding(made.keys.taint)
        value = evaluate(ev, at, node.element)
        made.rest = value if made.rest is None else join(made.rest, value)

    result = Value((made,), comprehend(ev, inner, node.clauses, body))
    if node.kind not in (ir.ContainerKind.SET, ir.ContainerKind.DICT):
        return result
    # What is in it does not depend on the order in which it was filled.
    made.is_unordered = node.kind is ir.ContainerKind.DICT and has_no_order(ev, result)
    made.rest = sorted_out(made.rest) if made.rest is not None else None
    made.keys = sorted_out(made.keys) if made.keys is not None else None
    return sorted_out(result) if node.kind is ir.ContainerKind.DICT else Value((made,))


def _lambda(ev: Evaluator, frame: Frame, node: ir.Lambda) -> Value:
    closure = directed(ev, frame, make_closure(ev, frame, node.function), is_declared=False)
    note_defined(ev, frame, closure)
    return Value((closure,))


def _conditional(ev: Evaluator, frame: Frame, node: ir.Conditional) -> Value:
    test = evaluate(ev, frame, node.test)
    note_test(ev, frame, node.test, test)
    known = truth(ev, node.test, test)
    if known is not None:
        return evaluate(ev, frame, node.body if known else node.orelse).with_taint(test.taint)
    body = evaluate_arm(ev, frame, node.body, test)
    orelse = evaluate_arm(ev, frame, node.orelse, test)
    record_branch(frame, node.test, test, [body[1], orelse[1]])
    return join(body[0], orelse[0]).with_taint(test.taint)


def evaluate_arm(ev: Evaluator, frame: Frame, node: ir.Expr, test: Value) -> tuple[Value, list[Event]]:
    """Evaluate one arm of a choice into a trace of its own."""
    trace: list[Event] = []
    before = dict(frame.env.names)
    value = evaluate(ev, frame.under_condition(trace, test.taint), node)
    if frame.env.names != before:
        frame.env.names = merge(before, frame.env.names, test.taint)
    return value, trace


def record_branch(frame: Frame, node: ir.Expr, test: Value, arms: list[list[Event]]) -> None:
    """Record a choice, if anything happens in one of its arms."""
    if any(arms):
        frame.trace.append(Branch(frame.site(node), test, tuple(arms)))


def _operation(ev: Evaluator, frame: Frame, node: ir.Operation) -> Value:
    if node.op in ("and", "or", "??"):
        left = evaluate(ev, frame, node.operands[0])
        if any(is_event(ev, ref) for ref in left.alternatives):
            note_test(ev, frame, node.operands[0], left)
        is_result = _is_result(ev, node, left)
        if is_result:
            return left
        if is_result is not None:
            return evaluate(ev, frame, node.operands[1]).with_taint(left.taint)
        right, trace = evaluate_arm(ev, frame, node.operands[1], left)
        record_branch(frame, node.operands[0], left, [trace, []])
        first = ev.semantics.short_cut(node.op, left)
        return (join(first, right) if first is not None else right).with_taint(left.taint)
    values = [evaluate(ev, frame, operand) for operand in node.operands]
    if node.op == "%" and len(values) == _OPERANDS and _is_text(values[0]):
        values[1] = ev.semantics.formatted(ev, frame, node, values[1])
    if node.op in _SET_ALGEBRA and any(_is_set(value) for value in values):
        return _set_algebra(frame, values)
    note_operands(ev, frame, node, values)
    if node.op in _COMPARISONS:
        _compared(ev, frame, node, values)
    if node.op == "-" and len(values) == _OPERANDS and frame.step is None:
        _subtracted(ev, frame, node, values)
    if are_settled(frame, node.operands, values):
        known = ev.semantics.compare(node.op, values)
        if known is not None:
            return constant(known).with_taint(taint_of(values))
    if node.op in ("in", "not in"):
        return _membership(ev, frame, node, values)
    return operate(ev, frame, node.op, values)


def _is_result(ev: Evaluator, node: ir.Operation, left: Value) -> bool | None:
    """Return whether the first operand of `and`, `or` or `??` certainly is the result, or is not; `None` if that is not known."""
    if node.op == "??":
        missing = ev.semantics.is_missing(left)
        return not missing if missing is not None else None
    known = truth(ev, node.operands[0], left)
    return known is (node.op == "or") if known is not None else None


def are_settled(frame: Frame, operands: Iterable[ir.Expr], values: Iterable[Value]) -> bool:
    """Return whether variables and literals hold just what is known of them: the rounds of deep loops are not all run."""
    return len(frame.loops) <= MAX_NESTED_LOOPS and all(map(_is_settled, operands, values))


def _is_settled(node: ir.Expr, value: Value, levels: int = _SETTLED_LEVELS) -> bool:
    match node:
        case ir.Operation():
            # Asked of each operation in a long chain, so that it must not look through all of it.
            return levels > 0 and all(_is_settled(each, value, levels - 1) for each in node.operands)
        case ir.Attribute():
            return isinstance(value.only, EnumMember)
        case ir.Container():
            items = value.only.elements() if isinstance(value.only, Collection) else [value]
            return all(each.constant is not None or isinstance(each.only, EnumMember) for each in items)
        case _:
            return isinstance(node, (ir.Name, ir.Literal))


def _set_algebra(frame: Frame, values: list[Value]) -> Value:
    """Return the set that `|`, `&`, `-` or `^` makes of sets or dictionary views."""
    elements = [element for value in values for ref in value.alternatives for element in _elements(ref)]
    if any(value.is_open for value in values):
        elements.append(TOP)
    made = Collection(ir.ContainerKind.SET, rest=join_all(elements) if elements else None, step=frame.step)
    return Value((made,), taint_of(values))


def _elements(ref: Ref) -> Iterable[Value]:
    return ref.elements() if isinstance(ref, Collection) else (TOP,)


def _membership(ev: Evaluator, frame: Frame, node: ir.Operation, values: list[Value]) -> Value:
    result = operate(ev, frame, node.op, values)
    owner = values[-1]
    for ref in owner.alternatives:
        key = Actual(values[0], node.operands[0])
        if isinstance(ref, Context) and values[0].constant is not None:
            ev.facts.asked_for.add(str(values[0].constant.value))
        note_use(ev, frame, node, ref, UseKind.MEMBERSHIP, key=key, sure=owner.only is ref)
        filling = ref.filling if isinstance(ref, Collection) else UNTAINTED
        result = result.with_taint(request_taint(frame, ref, part=True) | filling)
    return result


def operate(ev: Evaluator, frame: Frame, op: str, values: list[Value]) -> Value:
    """Return the result of an operator."""
    taint = taint_of(map(gone_through, values))
    missing = is_missing(ev, op, values)
    if missing is not None:
        return constant(missing)
    if op in ("is", "is not") and any(map(_is_null, values)) and any(map(_is_there, values)):
        # No time and no random value is null.
        taint = frozenset(each for each in taint if not is_value_of_pass(each))
    return ev.semantics.operate(op, values, frame.step).with_taint(taint)


def _is_null(value: Value) -> bool:
    return value.always(lambda ref: isinstance(ref, Const) and ref.value is None)


def _is_there(value: Value) -> bool:
    """Return whether a value is something in any case."""
    return value.always(
        lambda ref: (
            isinstance(ref, (Collection, Object, Instance))
            or (isinstance(ref, Const) and ref.value is not None)
        )
    )


def _compared(ev: Evaluator, frame: Frame, node: ir.Operation, values: list[Value]) -> None:
    """Note where a varying value is compared with what a step recorded."""
    results = [ref for value in values for ref in value.alternatives if isinstance(ref, StepResult)]
    if results and frame.step is None:
        for value in values:
            record_flow(ev, frame, node, value, Sink.COMPARISON, step_of(results[0].step))


def _subtracted(ev: Evaluator, frame: Frame, node: ir.Operation, values: list[Value]) -> None:
    """Note where one varying value is set against another."""
    first, second = (reachable_taint(value) for value in values)
    if first and second and first != second:
        for value in values:
            record_flow(ev, frame, node, value, Sink.DIFFERENCE)


def _await(ev: Evaluator, frame: Frame, node: ir.Await) -> Value:
    value = evaluate(ev, frame, node.value)
    unknown = _unknown_call(frame, node.value)
    if unknown is not None and not _has_context(ev, node.value) and not _is_of_engine(ev, node.value):
        frame.trace.append(UnknownAwait(frame.site(node), unknown.text, frame.step))
    finished = await_value(ev, frame, node, asked(ev, frame, node.value, value))
    ev.facts.results[node] = finished.returned
    return finished.value


def _yield(ev: Evaluator, frame: Frame, node: ir.Yield) -> Value:
    if node.value is not None:
        value = evaluate(ev, frame, node.value)
        frame.run.yielded.append(elements_of(ev, frame, node, value) if node.delegates else value)
        if node.delegates:
            frame.run.yielding_taint |= gone_through(value).taint
    frame.run.yielding_taint |= frame.control_taint | frame.rounds_taint
    frame.trace.append(Yields(frame.site(node)))
    return TOP


def _assignment(ev: Evaluator, frame: Frame, node: ir.AssignExpr) -> Value:
    value = evaluate(ev, frame, node.value)
    env = frame.env
    # A comprehension binds the names of `:=` in the function around it.
    while env.is_comprehension and env.parent is not None:
        env = env.parent
    ev.assign(replace(frame, env=env), node.target, value)
    return value


def _other(ev: Evaluator, frame: Frame, node: ir.Other) -> Value:
    values = [evaluate(ev, frame, child) for child in node.children]
    return top(taint_of(values))


def _cast(ev: Evaluator, frame: Frame, node: ir.Cast) -> Value:
    """Return a value; where nothing is known of it, or it is an empty object, what the code says that it is."""
    value = evaluate(ev, frame, node.value)
    is_empty = isinstance(node.value, ir.Container) and not node.value.items
    if not value.is_top and not is_empty:
        return value
    promised = annotated(ev, frame, node.type)
    stands_in = value.is_top or promised.always(lambda ref: isinstance(ref, Instance))
    return promised.with_taint(value.taint) if stands_in else value


def _class(ev: Evaluator, frame: Frame, node: ir.ClassExpr) -> Value:
    bases = tuple(evaluate(ev, frame, base.value) for base in node.class_.bases)
    return Value((ClassRef(node.class_, frame.env, frame.module, bases),))


def _is_text(value: Value) -> bool:
    return value.always(lambda ref: type_name(ref) == "builtins.str")


def _is_set(value: Value) -> bool:
    only = value.only
    return isinstance(only, Collection) and (
        only.kind is ir.ContainerKind.SET or only.type in ("builtins.dict_keys", "builtins.dict_items")
    )


def _is_of_engine(ev: Evaluator, node: ir.Expr) -> bool:
    """Return whether a call is of a method of what the engine provided: it is plain data, and waits for nothing."""
    owner = node.func.value if isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute) else None
    held = ev.facts.values.get(owner) if owner is not None else None
    return held is not None and any(is_given(ev, ref) for ref in held.alternatives)


def _has_context(ev: Evaluator, node: ir.Expr) -> bool:
    """Return whether a call is one of the context's own, or is handed what can run steps: these cannot stand in another one."""
    while isinstance(node, (ir.Call, ir.Attribute)):
        given = [argument.value for argument in node.args] if isinstance(node, ir.Call) else [node.value]
        held = (ev.facts.values.get(each) for each in given)
        if any(value is not None and (holds_context(value) or FromSteps() in value.taint) for value in held):
            return True
        node = node.func if isinstance(node, ir.Call) else node.value
    return False


def _unknown_call(frame: Frame, node: ir.Expr) -> UnknownCall | None:
    """Return the event of a call that could not be resolved; events about its arguments are recorded after it."""
    for event in reversed(frame.trace[-_LOOK_BACK:]):
        if isinstance(event, UnknownCall) and event.site.node is node and not event.why:
            # A missing member of the context has an event of its own.
            missing = any(isinstance(each, MissingMember) for each in frame.trace[-_LOOK_BACK:])
            return None if missing else event
    return None


_EXPRESSIONS: dict[type[ir.Expr], Callable[[Any, Frame, Any], Value]] = {
    ir.Name: load, ir.Literal: _literal, ir.Null: _null, ir.Attribute: read_attribute, ir.Subscript: read_item,
    ir.Call: _call, ir.New: _call, ir.Cast: _cast, ir.ClassExpr: _class, ir.Template: _template, ir.Container: _container, ir.Starred: _starred,
    ir.Comprehension: _comprehension, ir.Lambda: _lambda, ir.Conditional: _conditional,
    ir.Operation: _operation, ir.Await: _await, ir.Yield: _yield,
    ir.AssignExpr: _assignment, ir.Other: _other,
}  # fmt: skip
