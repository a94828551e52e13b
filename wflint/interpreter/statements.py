"""Runs statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from wflint.domain.alternatives import Closure, Collection, External, Instance, instance
from wflint.domain.env import Returned, merge
from wflint.domain.lattice import each_alternative, join_all
from wflint.domain.values import TOP, Actual, Ref, Value, constant, top
from wflint.interpreter.annotations import declared
from wflint.interpreter.arguments import evaluate_quietly
from wflint.interpreter.awaiting import asked
from wflint.interpreter.binding import is_given
from wflint.interpreter.collections import elements_of, extend, gone_through, put_item
from wflint.interpreter.definitions import define, define_class, import_name
from wflint.interpreter.effects import has_no_order, in_order, picked, sorted_out
from wflint.interpreter.evaluator import Evaluator, Start
from wflint.interpreter.expressions import are_settled, evaluate, operate
from wflint.interpreter.facts import STORED, key_of
from wflint.interpreter.frame import Frame
from wflint.interpreter.kept import is_made_here, is_rest_made_here, run_kept
from wflint.interpreter.loops import counted_rounds, run_loop
from wflint.interpreter.members import assign_attribute, evaluate_owner
from wflint.interpreter.mutations import by_key, mutated
from wflint.interpreter.names import store
from wflint.interpreter.optional_sdk import stands_in, truth
from wflint.interpreter.uses import note_change, note_key, note_test
from wflint.ir import nodes as ir
from wflint.ir.endings import never_returns
from wflint.ir.walk import below
from wflint.trace.event import Event
from wflint.trace.events import (
    Branch,
    EffectCall,
    ExceptClause,
    Exit,
    ExitKind,
    InlinedCall,
    MayRaise,
    StackEntered,
    SummarizedEffect,
    TryBlock,
    WithBlock,
)
from wflint.trace.resources import is_exit_stack


def execute(ev: Evaluator, frame: Frame, block: ir.Block) -> bool:
    """Run statements; return whether control always leaves before their end."""
    for place, statement in enumerate(block.statements, 1):
        if _STATEMENTS[type(statement)](ev, frame, statement):
            return True
        if isinstance(statement, ir.If) and is_rest_made_here(frame, statement, block.statements[place:]):
            return run_kept(frame, partial(_execute, ev, ir.Block(block.handle, block.statements[place:])))
    return False


def _execute(ev: Evaluator, block: ir.Block, frame: Frame) -> bool:
    return execute(ev, frame, block)


def _evaluate(ev: Evaluator, frame: Frame, node: ir.Evaluate) -> bool:
    evaluate(ev, frame, node.value)
    return _always_raises(ev, node.value)


def _always_raises(ev: Evaluator, node: ir.Expr) -> bool:
    """Return whether an expression is the call of a function that always raises."""
    call = node.value if isinstance(node, ir.Await) else node
    called = ev.facts.values.get(call.func) if isinstance(call, ir.Call) else None
    closure = called.only if called is not None else None
    # A method may be another one where an object's class is not the one that is known.
    if not isinstance(closure, Closure) or closure.receiver is not None:
        return False
    if closure.decorators or closure.function.directives:
        return False
    return (call is not node or not closure.function.is_async) and never_returns(closure.function)


def _assign(ev: Evaluator, frame: Frame, node: ir.Assign) -> bool:
    if node.value is None:
        return False
    value = evaluate(ev, frame, node.value)
    if node.annotation is not None:
        value = declared(ev, frame, node.annotation, value)
    if any(isinstance(target, ir.Container) for target in node.targets):
        value = picked(ev, frame, node.value, value, value)
    for target in node.targets:
        if node.op is not None:
            value = _updated(ev, frame, target, node.op, value)
        _bind(ev, frame, target, value, node)
    return False


def _updated(ev: Evaluator, frame: Frame, target: ir.Expr, op: str, value: Value) -> Value:
    old = evaluate_quietly(ev, frame, target)
    only = old.only
    if isinstance(target, ir.Name) and isinstance(value.only, Collection):
        # What takes a list or set is one, and is extended in place.
        note_change(ev, frame, target, old, f"{op}=")
    if isinstance(only, Collection) and op in ("+", "|"):
        mutated(ev, frame, target, target, old)
        if frame.step is None or only.step is frame.step:
            extend(ev, frame, target, only, value)
        return old
    return operate(ev, frame, op, [old, value])


def assign(ev: Evaluator, frame: Frame, target: ir.Expr, value: Value) -> None:
    """Bind a target."""
    _bind(ev, frame, target, value)


def _bind(
    ev: Evaluator, frame: Frame, target: ir.Expr, value: Value, statement: ir.Assign | None = None
) -> None:
    """Bind a target, by an assignment where `statement` is one."""
    match target:
        case ir.Name():
            store(ev, frame, target, target.id, value)
        case ir.Attribute():
            assign_attribute(ev, frame, target, value, statement)
        case ir.Subscript():
            _assign_item(ev, frame, target, value, statement)
        case ir.Container():
            _unpack(ev, frame, target, value, statement)
        case ir.Starred():
            collected = Collection(ir.ContainerKind.LIST, rest=value, step=frame.step)
            _bind(ev, frame, target.value, Value((collected,), value.taint), statement)
        case _:
            pass


def _assign_item(
    ev: Evaluator, frame: Frame, target: ir.Subscript, value: Value, statement: ir.Assign | None
) -> None:
    owner, _ = evaluate_owner(ev, frame, target.value, STORED)
    index = evaluate(ev, frame, target.index)
    mutated(ev, frame, target, target.value, owner, key_of(target.index), decided_by=by_key(owner, index))
    note_key(ev, frame, target.index, index)
    how = statement.op or "" if statement is not None else ""
    note_change(ev, frame, statement or target, owner, f"{how}=", Actual(index, target.index))
    for ref in owner.alternatives:
        if isinstance(ref, Collection) and (frame.step is None or ref.step is frame.step):
            known = index.constant
            held = sorted_out(value) if has_no_order(ev, index) else value
            held = held if ref.kept is not None else held.with_taint(frame.deciding)
            ref.is_unordered = ref.is_unordered or (
                ref.kind is ir.ContainerKind.DICT and has_no_order(ev, index)
            )
            put_item(ref, known.value if known else index, held)


def _unpack(
    ev: Evaluator, frame: Frame, target: ir.Container, value: Value, statement: ir.Assign | None
) -> None:
    # A loop makes a new tuple in each of its rounds.
    tuples = [ref for ref in value.alternatives if isinstance(ref, Collection)]
    starred = any(isinstance(item, ir.Starred) for item in target.items)
    known = value.always(_has_known_places) and not starred
    whole = TOP if known else elements_of(ev, frame, target, value)
    for place, item in enumerate(target.items):
        part = join_all([each.items.get(place, TOP) for each in tuples]) if known else whole
        _bind(ev, frame, item, part.with_taint(value.taint) if known else part, statement)


def _has_known_places(ref: Ref) -> bool:
    """Return whether something gives certain items in a certain order."""
    unplaced = (ir.ContainerKind.SET, ir.ContainerKind.DICT)
    return isinstance(ref, Collection) and ref.rest is None and ref.kind not in unplaced


def _return(ev: Evaluator, frame: Frame, node: ir.Return) -> bool:
    value = evaluate(ev, frame, node.value) if node.value is not None else constant(None)
    if frame.function is not None and ev.semantics.starts(frame.function) is Start.EAGERLY:
        # The promise that the caller gets is settled with what a returned promise gives.
        given = asked(ev, frame, node.value, value) if node.value is not None else value
        value = ev.await_value(frame, node.value or node, given).value
    conditions = frame.control_taint | frame.run.early_exit_taint
    site = frame.site(node.value or node)
    frame.run.returned.append(Returned(site, node.value, value.with_taint(conditions)))
    frame.trace.append(Exit(ExitKind.RETURN, frame.site(node), value, conditions))
    return True


def _raise(ev: Evaluator, frame: Frame, node: ir.Raise) -> bool:
    value = TOP
    if node.value is not None:
        value = evaluate(ev, frame, node.value)
        if value.is_top and isinstance(node.value, ir.Call):
            # An exception of a class that nothing more is known of.
            made = evaluate_quietly(ev, frame, node.value.func)
            known = each_alternative(
                made, lambda ref: instance(ref.name) if isinstance(ref, External) else TOP
            )
            value = known.with_taint(value.taint)
    if node.cause is not None:
        evaluate(ev, frame, node.cause)
    frame.trace.append(Exit(ExitKind.RAISE, frame.site(node), value, frame.control_taint))
    return True


def _assert(ev: Evaluator, frame: Frame, node: ir.Assert) -> bool:
    evaluate(ev, frame, node.test)
    return False


def _jump(ev: Evaluator, frame: Frame, node: ir.Jump) -> bool:
    if frame.jumps:
        frame.jumps[-1].append(dict(frame.env.names))
    frame.trace.append(Exit(ExitKind(node.kind), frame.site(node), conditions=frame.control_taint))
    return True


def _delete(ev: Evaluator, frame: Frame, node: ir.Delete) -> bool:
    for target in node.targets:
        if isinstance(target, ir.Name):
            frame.env.names.pop(target.id, None)
        elif isinstance(target, (ir.Attribute, ir.Subscript)):
            owner, _ = evaluate_owner(ev, frame, target.value, STORED)
            member = target.attr if isinstance(target, ir.Attribute) else key_of(target.index)
            mutated(ev, frame, target, target.value, owner, member)
            if isinstance(target, ir.Subscript):
                index = evaluate(ev, frame, target.index)
                note_change(ev, frame, target, owner, "del", Actual(index, target.index))
            elif ev.semantics.attributes_are_items:
                note_change(ev, frame, target, owner, "del", Actual(constant(target.attr), target))
    return False


def _if(ev: Evaluator, frame: Frame, node: ir.If) -> bool:
    test = evaluate(ev, frame, node.test)
    note_test(ev, frame, node.test, test)
    known = True if is_given(frame, node.test, test) else truth(ev, node.test, test)
    if known is not None:
        taken = node.body if known else node.orelse
        return execute(ev, frame, taken) if taken is not None else False
    orelse = node.orelse or ir.Block(node.handle, ())

    body = partial(_execute, ev, node.body)
    is_kept = is_made_here(frame, node.test, node.body.statements, is_missing=True)
    arms: list[Callable[[Frame], bool]] = [
        (lambda at: run_kept(at, body)) if is_kept else body,
        lambda at: execute(ev, at, orelse),
    ]
    return _arms(frame, node.test, test, arms)


def _arms(frame: Frame, node: ir.Expr, test: Value, arms: list[Callable[[Frame], bool]]) -> bool:
    """Run exclusive arms from the same start; return whether control leaves in all of them."""
    before = frame.env.names
    after: dict[str, Value] | None = None
    traces: list[list[Event]] = []
    leaves: list[bool] = []
    for arm in arms:
        trace: list[Event] = []
        traces.append(trace)
        frame.env.names = dict(before)
        inner = frame.under_condition(trace, test.taint)
        left = arm(inner)
        leaves.append(left)
        if not left:
            names = frame.env.names
            after = names if after is None else merge(after, names, test.taint)
    frame.env.names = after if after is not None else before
    # Where an arm raises, the others alone decide what the function returns.
    if any(left and not _ends_raising(trace) for left, trace in zip(leaves, traces, strict=True)):
        frame.run.early_exit_taint |= frame.control_taint | test.taint
        if frame.jumps:
            frame.run.jump_taint |= frame.control_taint | test.taint
    if any(traces):
        frame.trace.append(Branch(frame.site(node), test, tuple(traces)))
    return all(leaves)


def _ends_raising(trace: list[Event]) -> bool:
    """Return whether what has left a block is an exception: one of its own, or of a function that always raises."""
    last = trace[-1] if trace else None
    if isinstance(last, InlinedCall):
        return _ends_raising(last.body)
    return isinstance(last, MayRaise) or (isinstance(last, Exit) and last.kind is ExitKind.RAISE)


def _match(ev: Evaluator, frame: Frame, node: ir.Match) -> bool:
    subject = evaluate(ev, frame, node.subject)
    cases = [case for case in node.cases if not _never_matches(ev, frame, node.subject, subject, case)]

    def run(case: ir.Case) -> Callable[[Frame], bool]:
        def arm(at: Frame) -> bool:
            for name in case.captures:
                store(ev, at, case, name, top(subject.taint))
            if case.guard is not None:
                evaluate(ev, at, case.guard)
            return execute(ev, at, case.body)

        return arm

    arms = [run(case) for case in cases]
    if not any(case.irrefutable for case in cases):
        arms.append(lambda _: False)
    return _arms(frame, node.subject, subject, arms)


def _never_matches(ev: Evaluator, frame: Frame, node: ir.Expr, subject: Value, case: ir.Case) -> bool:
    """Return whether a constant is none of the values that a case compares it with."""
    values = [evaluate(ev, frame, value) for value in case.values]
    if not values or not are_settled(frame, [node], [subject]):
        return False
    return all(ev.semantics.compare("==", [subject, value]) is False for value in values)


def _for(ev: Evaluator, frame: Frame, node: ir.For) -> bool:
    iterable = in_order(ev, frame, node.iterable, evaluate(ev, frame, node.iterable))

    def start(at: Frame) -> Value:
        element = elements_of(ev, at.outside(), node.iterable, iterable)
        if node.is_async and ev.semantics.awaits_items:
            element = ev.await_value(at, node.iterable, element).value
        assign(ev, at, node.target, element.with_taint(frozenset({at.loops[-1]})))
        return gone_through(iterable)

    only = iterable.only
    rounds = only.size if isinstance(only, Collection) else None
    run_loop(
        ev, frame, node, node.iterable, start, lambda at: execute(ev, at, node.body), node.orelse, rounds
    )
    return False


def _while(ev: Evaluator, frame: Frame, node: ir.While) -> bool:
    event = run_loop(
        ev,
        frame,
        node,
        node.test,
        lambda at: evaluate(ev, at, node.test),
        lambda at: execute(ev, at, node.body),
        node.orelse,
        counted_rounds(ev, frame, node),
    )
    endless = ev.semantics.truth(event.over) is True
    if endless:
        frame.trace[-1] = replace(event, endless=True)
    return endless and not _breaks(node.body)


def _try(ev: Evaluator, frame: Frame, node: ir.Try) -> bool:
    """Run a `try`: each clause may start at any point of the body, so it sees the variables before and after it."""
    before = dict(frame.env.names)
    body: list[Event] = []
    left = execute(ev, frame.with_trace(body), node.body)
    raised = merge(before, frame.env.names)
    orelse: list[Event] = []
    if node.orelse is not None and not left:
        left = execute(ev, frame.with_trace(orelse), node.orelse)
    after = None if left else frame.env.names
    clauses: list[ExceptClause] = []
    for each in node.clauses:
        frame.env.names = dict(raised)
        clause, gone = _except_clause(ev, frame, each)
        clauses.append(clause)
        if stands_in(ev, frame, node.body, clause.type):
            continue
        left = left and gone
        if not gone:
            after = frame.env.names if after is None else merge(after, frame.env.names)
    frame.env.names = after if after is not None else raised
    final: list[Event] = []
    if node.final is not None:
        left = execute(ev, frame.with_trace(final), node.final) or left
    frame.trace.append(TryBlock(frame.site(node), body, tuple(clauses), orelse, final))
    return left


def _except_clause(ev: Evaluator, frame: Frame, node: ir.Except) -> tuple[ExceptClause, bool]:
    caught = evaluate(ev, frame, node.type) if node.type is not None else None
    if node.name is not None:
        bound = caught.only if caught is not None else None
        value = Value((Instance(bound.name),)) if isinstance(bound, External) else TOP
        store(ev, frame, node, node.name, value)
    trace: list[Event] = []
    left = execute(ev, frame.with_trace(trace), node.body)
    return ExceptClause(frame.site(node), node, caught, trace), left


def _with(ev: Evaluator, frame: Frame, node: ir.With) -> bool:
    return _with_items(ev, frame, node, list(node.items))


def _with_items(ev: Evaluator, frame: Frame, node: ir.With, items: list[ir.WithItem]) -> bool:
    if not items:
        return execute(ev, frame, node.body)
    item = items[0]
    setup: list[Event] = []
    outside = frame.with_trace(setup)
    manager = evaluate(ev, outside, item.value)
    entered = ev.semantics.enter(ev, outside, item.value, manager, is_async=node.is_async)
    if item.target is not None:
        assign(ev, frame, item.target, entered)
    body: list[Event] = []
    left = _with_items(ev, frame.with_trace(body), node, items[1:])
    cleanup: list[Event] = []
    swallows = ev.semantics.leave(ev, frame.with_trace(cleanup), item.value, manager, is_async=node.is_async)
    held = _held_by_stack(body) if any(map(is_exit_stack, manager.alternatives)) else body
    frame.trace.append(WithBlock(frame.site(item), manager, setup, held, swallows, cleanup))
    return left


def _held_by_stack(body: list[Event]) -> list[Event]:
    """Return what runs while an exit stack is open; what it takes is around everything that follows."""
    for place, event in enumerate(body):
        if isinstance(event, StackEntered):
            call = {id(node) for node, _ in below(event.block.site.node)}
            # What makes the manager stands before the call that takes it.
            first = next((at for at in range(place) if _is_at(body[at], call)), place)
            inner = _held_by_stack(body[place + 1 :])
            setup = [*body[first:place], *event.block.setup]
            return [*body[:first], replace(event.block, setup=setup, body=inner)]
    return body


def _is_at(event: Event, nodes: set[int]) -> bool:
    return isinstance(event, (EffectCall, InlinedCall, SummarizedEffect)) and id(event.site.node) in nodes


def _breaks(block: ir.Block) -> bool:
    for statement in block.statements:
        match statement:
            case ir.Jump(kind="break"):
                return True
            case ir.If():
                inner = [statement.body, statement.orelse]
            case ir.With():
                inner = [statement.body]
            case ir.Try():
                clauses = [clause.body for clause in statement.clauses]
                inner = [statement.body, statement.orelse, statement.final, *clauses]
            case ir.Match():
                inner = [case.body for case in statement.cases]
            case _:
                continue
        if any(_breaks(each) for each in inner if each is not None):
            return True
    return False


_STATEMENTS: dict[type[ir.Statement], Callable[[Any, Frame, Any], bool]] = {
    ir.Evaluate: _evaluate, ir.Assign: _assign, ir.Return: _return, ir.Raise: _raise,
    ir.Assert: _assert, ir.Jump: _jump, ir.Delete: _delete, ir.If: _if, ir.Match: _match,
    ir.For: _for, ir.While: _while, ir.Try: _try, ir.With: _with,
    ir.Define: define, ir.DefineClass: define_class, ir.Import: import_name,
}  # fmt: skip
