"""Special methods of objects: iteration, context managers, calls."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Instance, Object
from wflint.domain.lattice import each_alternative, join_all
from wflint.domain.values import BOTTOM, TOP, Arguments, Const, Ref, Value
from wflint.interpreter.annotations import external_instance
from wflint.interpreter.arguments import call_value
from wflint.interpreter.attributes import attribute
from wflint.interpreter.classes import class_member
from wflint.interpreter.collections import elements_of
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.external import of_model
from wflint.interpreter.frame import Frame
from wflint.interpreter.rows import protocol_method
from wflint.ir import nodes as ir
from wflint.ir.walk import below


def iterated(ev: Evaluator, frame: Frame, node: ir.Node, ref: Object | Instance) -> Value:
    """Return the value of one iteration over an object."""
    if isinstance(ref, Instance):
        return _item_of_query(ev, ref)
    if not isinstance(node, ir.Expr):
        return TOP
    for starts, goes_on in (("__iter__", "__next__"), ("__aiter__", "__anext__")):
        if class_member(ev, ref.class_, starts) is not None:
            iterator = called_method(ev, frame, node, ref, starts)
            # An iterator may return itself: only its own method says what comes next.
            own = [each for each in iterator.alternatives if isinstance(each, Object)]
            rest = iterator.of_alternatives(each for each in iterator.alternatives if each not in own)
            given = [called_method(ev, frame, node, each, goes_on) for each in own]
            return join_all(
                [elements_of(ev, frame, node, rest), *given] if rest != BOTTOM or not own else given
            )
    return TOP


def _item_of_query(ev: Evaluator, ref: Instance) -> Value:
    """Return an item of an external object; asking for it has been recorded where the iteration begins."""
    method = protocol_method(ev, ref, "__iter__", "__aiter__")
    row = ev.state.catalogue.lookup(f"{ref.type}.{method.name}") if method is not None else None
    if row is None or row.returns is None:
        return TOP
    return of_model(ev, external_instance(ev, row.returns), ref.model)


def called_method(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object, name: str) -> Value:
    """Return the result of a method of an object; unknown if it has none of that name."""
    if class_member(ev, ref.class_, name) is None:
        return TOP
    return call_value(ev, frame, node, attribute(ev, frame, node, Value((ref,)), name))


def leave(ev: Evaluator, frame: Frame, node: ir.Expr, manager: Value, *, is_async: bool) -> bool:
    """Leave context managers; return whether that swallows a propagating exception."""
    name = "__aexit__" if is_async else "__exit__"
    swallows = False
    for ref in manager.alternatives:
        if isinstance(ref, Object) and class_member(ev, ref.class_, name) is not None:
            method = attribute(ev, frame, node, Value((ref,)), name)
            called = ev.call(frame, node, method, Arguments(rest=TOP))
            left = ev.await_value(frame, node, called).value
            swallows = swallows or _swallows(left, method)
    return swallows


def _swallows(left: Value, method: Value) -> bool:
    """Return whether leaving swallows every exception: it gives `True`, and never asks for certain exceptions."""
    if not any(isinstance(ref, Const) and ref.value is True for ref in left.alternatives) or left.is_open:
        return False
    functions = [ref.function for ref in method.alternatives if isinstance(ref, Closure)]
    return left.constant is not None or not any(
        _asks_for_type(node) for function in functions for node, _ in below(function)
    )


def _asks_for_type(node: ir.Node) -> bool:
    match node:
        case ir.Call(func=ir.Name(id="isinstance" | "issubclass")):
            return True
        case ir.Operation(op="is" | "is not" | "==" | "!=" | "in" | "not in", operands=operands):
            return not any(isinstance(each, ir.Literal) and each.value is None for each in operands)
        case _:
            return False


def enter(ev: Evaluator, frame: Frame, node: ir.Expr, manager: Value, *, is_async: bool) -> Value:
    """Enter context managers; return what they give."""

    def entered(ref: Ref) -> Value:
        match ref:
            case Object():
                return called_method(ev, frame, node, ref, "__aenter__" if is_async else "__enter__")
            case Instance():
                row = ev.state.catalogue.lookup(ref.type)
                kind = ref.gives or (row.context_manager if row else None)
                return Value((ref,)) if kind in (None, "self") else external_instance(ev, str(kind))
            case _:
                return elements_of(ev, frame, node, Value((ref,)))

    return each_alternative(manager, entered)
