"""What `inspect` and `asyncio` say of the kind of a function or a value."""

from __future__ import annotations

from collections.abc import Callable

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    DecoratedCallable,
    Object,
    Partial,
    instance,
)
from wflint.domain.awaited import Coroutine, Pending, StepResult, Task
from wflint.domain.values import Arguments, Const, Ref, Value, constant
from wflint.interpreter.evaluator import Evaluator, Start
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.interpreter.semantics.python.language import starts
from wflint.ir import nodes as ir


@model("inspect.iscoroutinefunction", "asyncio.iscoroutinefunction", "asyncio.coroutines.iscoroutinefunction")
def is_coroutine_function(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return whether a function is async; a decorator that is not known is taken to keep its kind."""
    return _answer(arguments, _is_async)


@model("inspect.isasyncgenfunction", "inspect.isgeneratorfunction")
def is_generator_function(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return `False` for a function that is no generator; which kind of generator one is, is not looked at."""
    is_none = _answer(arguments, lambda ref: _is_plain(ref) or None)
    return constant(False) if is_none is not None and is_none.constant is not None else None  # noqa: FBT003


@model("inspect.iscoroutine", "inspect.isawaitable", "asyncio.iscoroutine", "asyncio.coroutines.iscoroutine")
def is_awaitable(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return whether a value can be awaited."""
    return _answer(arguments, _can_be_awaited)


def _answer(arguments: Arguments, holds: Callable[[Ref], bool | None]) -> Value | None:
    """Return what holds for all that the first argument may be, or that it is one or the other."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    answers = {holds(ref) for ref in actual.value.alternatives}
    known = answers.pop() if len(answers) == 1 and not actual.value.is_open else None
    return constant(known) if known is not None else instance("builtins.bool")


def _is_async(ref: Ref) -> bool | None:
    match ref:
        case Closure():
            return starts(ref.function) is Start.LAZILY
        case Partial():
            return _is_async(ref.target.only) if ref.target.only is not None else None
        case DecoratedCallable():
            return _is_async(ref.target)
        case ClassRef() | Object():
            return False
        case _:
            return None


def _is_plain(ref: Ref) -> bool:
    return isinstance(ref, Closure) and not ref.function.body.yields


def _can_be_awaited(ref: Ref) -> bool | None:
    match ref:
        case Coroutine():
            return not ref.generator
        case Pending() | Task():
            return True
        case Const() | Collection() | StepResult():
            return False
        case _:
            return None
