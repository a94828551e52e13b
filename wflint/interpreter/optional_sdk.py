"""What code means that also runs without an engine's SDK: where one binding is the engine's, it is that."""

from __future__ import annotations

from wflint.domain.alternatives import (
    Closure,
    DecoratedCallable,
    External,
    HandlerRegistration,
    Instance,
    Method,
    StepDecorator,
)
from wflint.domain.taint import FromParameter
from wflint.domain.values import Const, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

_WHEN_MISSING = frozenset({"builtins.ImportError", "builtins.ModuleNotFoundError"})


def engines_own(ev: Evaluator, callee: Value) -> Value:
    """Return what an engine means where a name stands for that or, without its SDK, for something else."""
    if len(callee.alternatives) < 2:
        return callee
    own = tuple(ref for ref in callee.alternatives if _is_engines(ev, ref))
    if own:
        return Value(own, callee.taint)
    return as_steps(callee, only_of_same_function=True)


def _is_engines(ev: Evaluator, ref: Ref) -> bool:
    index = ev.state.profile_index
    match ref:
        case HandlerRegistration() | StepDecorator():
            return True
        case External():
            return index.is_of_sdk(ref.name) or ref.name in index.registrations
        case Method(owner=Instance(type=type_)):
            return f"{type_}.{ref.name}" in index.registrations
        case _:
            return False


def as_steps(value: Value, *, only_of_same_function: bool = False) -> Value:
    """Return the steps alone that a value may be; the plain functions beside them stand in where the SDK is missing.

    Args:
        value: Functions.
        only_of_same_function: Whether to keep functions that are no step in any case.
    """
    steps = [ref for ref in value.alternatives if _is_step(ref)]
    if not steps or len(steps) == len(value.alternatives):
        return value
    if not only_of_same_function:
        return Value(tuple(steps), value.taint)
    recorded = {ref.function for ref in steps if isinstance(ref, Closure)}
    return value.of_alternatives(
        ref
        for ref in value.alternatives
        if _is_step(ref) or not (isinstance(ref, Closure) and ref.function in recorded)
    )


def _is_step(ref: Ref) -> bool:
    return isinstance(ref, DecoratedCallable) or (isinstance(ref, Closure) and ref.step_decorator is not None)


def truth(ev: Evaluator, node: ir.Expr, test: Value) -> bool | None:
    """Return whether a condition is always true or always false, where what it asks for is there; else `None`."""
    known = ev.semantics.truth(test)
    if known is None and _is_there(ev, test):
        return True
    return _says_that_engine_runs(ev, node) if known is None else known


def _says_that_engine_runs(ev: Evaluator, node: ir.Expr) -> bool | None:
    """Return what a condition comes to that asks whether an engine is used, as its name tells: where a handler runs, one is."""
    match node:
        case ir.Operation(op="not", operands=[operand]):
            known = _says_that_engine_runs(ev, operand)
            return None if known is None else not known
        case ir.Await():
            return _says_that_engine_runs(ev, node.value)
        case ir.Call(func=func, args=[]):
            return _says_that_engine_runs(ev, func)
        case ir.Name(id=name) | ir.Attribute(attr=name):
            return ev.state.profile_index.switch(name)
        case _:
            return None


def is_missing(ev: Evaluator, op: str, values: list[Value]) -> bool | None:
    """Return the answer of `not x`, `x is None` or `x is not None` where `x` is there in any case; else `None`."""
    if not any(_is_there(ev, value) for value in values):
        return None
    if op == "not":
        return False
    return op == "is not" if op in ("is", "is not") and any(map(_is_none, values)) else None


def _is_there(ev: Evaluator, value: Value) -> bool:
    """Return whether a value is there in any case: it is given by a call, or belongs to the SDK, which might be missing."""
    only = value.only
    if isinstance(only, Instance):
        return only.is_given and all(isinstance(each, FromParameter) for each in value.taint)
    return isinstance(only, External) and ev.state.profile_index.is_of_sdk(only.name)


def _is_none(value: Value) -> bool:
    return isinstance(value.only, Const) and value.only.value is None


def stands_in(ev: Evaluator, frame: Frame, body: ir.Block, caught: Value | None) -> bool:
    """Return whether an `except` clause is there for programs that run without the SDK that the `try` imports."""
    imports = (each for each in body.statements if isinstance(each, ir.Import) and not each.level)
    if not any(ev.state.profile_index.is_of_sdk(each.module) for each in imports):
        return False
    types = [ref.name for ref in caught.alternatives if isinstance(ref, External)] if caught else []
    # In a function more may fail than the import.
    catches_all = frame.function is None and (caught is None or "builtins.Exception" in types)
    return catches_all or not _WHEN_MISSING.isdisjoint(types)
