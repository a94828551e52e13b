"""Statements: running blocks, branching, looping, handling, defining."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from wflint.domain.alternatives import Collection, External, Instance, Object
from wflint.domain.env import Returned, merge
from wflint.domain.lattice import join, join_all
from wflint.domain.values import TOP, Arguments, Value, constant, top
from wflint.interpreter.collections import outside
from wflint.interpreter.definitions import Definitions
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.trace.events import Branch, ExceptClause, Exit, ExitKind, TryBlock, WithBlock

_FALSE_WHEN_RUN = frozenset({"typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"})


class Statements(Definitions):
    """Runs statements. Each method says whether control always leaves there."""

    def block(self, frame: Frame, block: ir.Block) -> bool:
        for statement in block.statements:
            if self._STATEMENTS[type(statement)](self, frame, statement):
                return True
        return False

    # --- simple statements ---

    def _evaluate(self, frame: Frame, node: ir.Evaluate) -> bool:
        self.evaluate(frame, node.value)
        return False

    def _assign(self, frame: Frame, node: ir.Assign) -> bool:
        if node.value is None:
            return False
        value = self.evaluate(frame, node.value)
        if node.annotation is not None and (value.is_top or value.constant is not None):
            promised = self.annotated(frame, node.annotation)
            # An empty or unknown start value says less than the annotation.
            value = promised.with_taint(value.taint) if value.is_top else value
        for target in node.targets:
            if node.op is not None:
                value = self._updated(frame, target, node.op, value)
            self.assign(frame, target, value)
        return False

    def _updated(self, frame: Frame, target: ir.Expr, op: str, value: Value) -> Value:
        old = self.quiet(frame, target)
        only = old.only
        if isinstance(only, Collection) and op in ("+", "|"):
            self.mutated(frame, target, target, old)
            if frame.step is None or only.step is frame.step:
                self.extend(frame, target, only, value)
            return old
        return self.operate(frame, op, [old, value])

    def assign(self, frame: Frame, target: ir.Expr, value: Value) -> None:
        match target:
            case ir.Name():
                self.store(frame, target, target.id, value)
            case ir.Attribute():
                self.assign_attribute(frame, target, value)
            case ir.Subscript():
                self._assign_item(frame, target, value)
            case ir.Container():
                self._unpack(frame, target, value)
            case ir.Starred():
                collected = Collection(ir.ContainerKind.LIST, rest=value, step=frame.step)
                self.assign(frame, target.value, Value((collected,), value.taint))
            case _:
                pass

    def _assign_item(self, frame: Frame, target: ir.Subscript, value: Value) -> None:
        owner = self.evaluate(frame, target.value)
        index = self.evaluate(frame, target.index)
        self.mutated(frame, target, target.value, owner)
        self.note_key(frame, target.index, index)
        for ref in owner.alternatives:
            if isinstance(ref, Collection) and (frame.step is None or ref.step is frame.step):
                known = index.constant
                self.put(ref, known.value if known else index, value)

    def _unpack(self, frame: Frame, target: ir.Container, value: Value) -> None:
        # A loop makes a new tuple in each of its rounds.
        tuples = [ref for ref in value.alternatives if isinstance(ref, Collection) and ref.rest is None]
        starred = any(isinstance(item, ir.Starred) for item in target.items)
        known = bool(tuples) and len(tuples) == len(value.alternatives) and not value.is_open and not starred
        whole = TOP if known else self.elements(frame, target, value)
        for place, item in enumerate(target.items):
            part = join_all([each.items.get(place, TOP) for each in tuples]) if known else whole
            self.assign(frame, item, part.with_taint(value.taint) if known else part)

    def _return(self, frame: Frame, node: ir.Return) -> bool:
        value = self.evaluate(frame, node.value) if node.value is not None else constant(None)
        conditions = frame.control_taint | frame.run.early_exit_taint
        site = frame.site(node.value or node)
        frame.run.returned.append(Returned(site, node.value, value.with_taint(conditions)))
        frame.trace.append(Exit(ExitKind.RETURN, frame.site(node), value, conditions))
        return True

    def _raise(self, frame: Frame, node: ir.Raise) -> bool:
        value = TOP
        if node.value is not None:
            value = self.evaluate(frame, node.value)
            if value.is_top and isinstance(node.value, ir.Call):
                # An exception of a class that nothing more is known of.
                made = self.quiet(frame, node.value.func).alternatives
                named = tuple(Instance(ref.name) for ref in made if isinstance(ref, External))
                value = Value(named) if named else TOP
        if node.cause is not None:
            self.evaluate(frame, node.cause)
        frame.trace.append(Exit(ExitKind.RAISE, frame.site(node), value, frame.control_taint))
        return True

    def _assert(self, frame: Frame, node: ir.Assert) -> bool:
        self.evaluate(frame, node.test)
        return False

    def _jump(self, frame: Frame, node: ir.Jump) -> bool:
        if frame.jumps:
            frame.jumps[-1].append(dict(frame.env.names))
        frame.trace.append(Exit(ExitKind(node.kind), frame.site(node), conditions=frame.control_taint))
        return True

    def _delete(self, frame: Frame, node: ir.Delete) -> bool:
        for target in node.targets:
            if isinstance(target, ir.Name):
                frame.env.names.pop(target.id, None)
            elif isinstance(target, (ir.Attribute, ir.Subscript)):
                self.mutated(frame, target, target.value, self.evaluate(frame, target.value))
                if isinstance(target, ir.Subscript):
                    self.evaluate(frame, target.index)
        return False

    # --- branches ---

    def _if(self, frame: Frame, node: ir.If) -> bool:
        test = self.evaluate(frame, node.test)
        self.note_test(frame, node.test, test)
        known = _truth(test)
        if known is not None:
            taken = node.body if known else node.orelse
            return self.block(frame, taken) if taken is not None else False
        orelse = node.orelse or ir.Block(node.handle, ())
        arms: list[Callable[[Frame], bool]] = [
            lambda at: self.block(at, node.body),
            lambda at: self.block(at, orelse),
        ]
        return self._arms(frame, node.test, test, arms)

    def _arms(self, frame: Frame, node: ir.Expr, test: Value, arms: list[Callable[[Frame], bool]]) -> bool:
        """Run exclusive arms from the same start; whether all of them leave."""
        before = frame.env.names
        after: dict[str, Value] | None = None
        traces: list[list[Any]] = []
        leaves: list[bool] = []
        for arm in arms:
            trace: list[Any] = []
            traces.append(trace)
            frame.env.names = dict(before)
            inner = frame.under_condition(trace, test.taint)
            left = arm(inner)
            leaves.append(left)
            if not left:
                names = frame.env.names
                after = names if after is None else merge(after, names, test.taint)
        frame.env.names = after if after is not None else before
        if any(leaves):
            frame.run.early_exit_taint |= frame.control_taint | test.taint
        if any(traces):
            frame.trace.append(Branch(frame.site(node), test, tuple(traces)))
        return all(leaves)

    def _match(self, frame: Frame, node: ir.Match) -> bool:
        subject = self.evaluate(frame, node.subject)
        for value in (value for case in node.cases for value in case.values):
            self.evaluate(frame, value)

        def run(case: ir.Case) -> Callable[[Frame], bool]:
            def arm(at: Frame) -> bool:
                for name in case.captures:
                    self.store(at, case, name, top(subject.taint))
                if case.guard is not None:
                    self.evaluate(at, case.guard)
                return self.block(at, case.body)

            return arm

        arms = [run(case) for case in node.cases]
        if not any(case.irrefutable for case in node.cases):
            arms.append(lambda _: False)
        return self._arms(frame, node.subject, subject, arms)

    # --- loops ---

    def _for(self, frame: Frame, node: ir.For) -> bool:
        iterable = self.in_order(frame, node.iterable, self.evaluate(frame, node.iterable))

        def start(at: Frame) -> Value:
            element = self.elements(outside(at), node.iterable, iterable)
            self.assign(at, node.target, element.with_taint(frozenset({at.loops[-1]})))
            return iterable

        self.loop(frame, node, node.iterable, start, lambda at: self.block(at, node.body), node.orelse)
        return False

    def _while(self, frame: Frame, node: ir.While) -> bool:
        event = self.loop(
            frame,
            node,
            node.test,
            lambda at: self.evaluate(at, node.test),
            lambda at: self.block(at, node.body),
            node.orelse,
        )
        endless = _truth(event.over) is True
        if endless:
            frame.trace[-1] = replace(event, endless=True)
        return endless and not _breaks(node.body)

    # --- exceptions and context managers ---

    def _try(self, frame: Frame, node: ir.Try) -> bool:
        before = dict(frame.env.names)
        body: list[Any] = []
        left = self.block(frame.with_trace(body), node.body)
        raised = merge(before, frame.env.names)
        orelse: list[Any] = []
        if node.orelse is not None and not left:
            left = self.block(frame.with_trace(orelse), node.orelse)
        after = None if left else frame.env.names
        handlers: list[ExceptClause] = []
        for handler in node.handlers:
            frame.env.names = dict(raised)
            handled, gone = self._handler(frame, handler)
            handlers.append(handled)
            left = left and gone
            if not gone:
                after = frame.env.names if after is None else merge(after, frame.env.names)
        frame.env.names = after if after is not None else raised
        final: list[Any] = []
        if node.final is not None:
            left = self.block(frame.with_trace(final), node.final) or left
        frame.trace.append(TryBlock(frame.site(node), body, tuple(handlers), orelse, final))
        return left

    def _handler(self, frame: Frame, node: ir.ExceptHandler) -> tuple[ExceptClause, bool]:
        caught = self.evaluate(frame, node.type) if node.type is not None else None
        if node.name is not None:
            bound = caught.only if caught is not None else None
            value = Value((Instance(bound.name),)) if isinstance(bound, External) else TOP
            self.store(frame, node, node.name, value)
        trace: list[Any] = []
        left = self.block(frame.with_trace(trace), node.body)
        return ExceptClause(frame.site(node), node, caught, trace), left

    def _with(self, frame: Frame, node: ir.With) -> bool:
        return self._with_items(frame, node, list(node.items))

    def _with_items(self, frame: Frame, node: ir.With, items: list[ir.WithItem]) -> bool:
        if not items:
            return self.block(frame, node.body)
        item = items[0]
        setup: list[Any] = []
        outside = frame.with_trace(setup)
        manager = self.evaluate(outside, item.value)
        entered = self._enter(outside, item.value, manager, is_async=node.is_async)
        if item.target is not None:
            self.assign(frame, item.target, entered)
        body: list[Any] = []
        left = self._with_items(frame.with_trace(body), node, items[1:])
        swallows = self._leave(outside, item.value, manager, is_async=node.is_async)
        frame.trace.append(WithBlock(frame.site(item), manager, setup, body, swallows))
        return left

    def _leave(self, frame: Frame, node: ir.Expr, manager: Value, *, is_async: bool) -> bool:
        """Leave context managers; whether that swallows whatever exception is on its way."""
        name = "__aexit__" if is_async else "__exit__"
        swallows = False
        for ref in manager.alternatives:
            if isinstance(ref, Object) and self.class_member(ref.class_, name) is not None:
                method = self.attribute(frame, node, Value((ref,)), name)
                called = self.call(frame, node, method, Arguments(rest=TOP))
                left = self.finish(frame, node, called).value.constant
                swallows = swallows or (left is not None and left.value is True)
        return swallows

    def _enter(self, frame: Frame, node: ir.Expr, manager: Value, *, is_async: bool) -> Value:
        result: Value | None = None
        for ref in manager.alternatives:
            match ref:
                case Object():
                    name = "__aenter__" if is_async else "__enter__"
                    value = TOP
                    if self.class_member(ref.class_, name) is not None:
                        value = self.call_value(frame, node, self.attribute(frame, node, Value((ref,)), name))
                case Instance():
                    row = self.catalogue.lookup(ref.type)
                    kind = row.context_manager if row else None
                    value = Value((ref,)) if kind in (None, "self") else self.external_instance(str(kind))
                case Collection():
                    value = self.elements(frame, node, Value((ref,)))
                case _:
                    value = self.elements(frame, node, Value((ref,)))
            result = value if result is None else join(result, value)
        return (result or TOP).with_taint(manager.taint)

    # Each method takes the node class of its key, which the type of a dictionary cannot say.
    _STATEMENTS: ClassVar[dict[type[ir.Statement], Callable[[Any, Frame, Any], bool]]] = {
        ir.Evaluate: _evaluate, ir.Assign: _assign, ir.Return: _return, ir.Raise: _raise,
        ir.Assert: _assert, ir.Jump: _jump, ir.Delete: _delete, ir.If: _if, ir.Match: _match,
        ir.For: _for, ir.While: _while, ir.Try: _try, ir.With: _with,
        ir.Define: Definitions.define, ir.DefineClass: Definitions.define_class, ir.Import: Definitions.import_name,
    }  # fmt: skip


def _truth(test: Value) -> bool | None:
    """Whether a condition is always true or always false; `None` where that is not known."""
    only = test.only
    if isinstance(only, External) and only.name in _FALSE_WHEN_RUN:
        return False
    known = test.constant
    return bool(known.value) if known is not None and not test.taint else None


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
                handlers = [handler.body for handler in statement.handlers]
                inner = [statement.body, statement.orelse, statement.final, *handlers]
            case ir.Match():
                inner = [case.body for case in statement.cases]
            case _:
                continue
        if any(_breaks(each) for each in inner if each is not None):
            return True
    return False
