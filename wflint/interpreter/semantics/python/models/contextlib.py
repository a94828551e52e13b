"""Context managers that stand for what they are given, or swallow exceptions."""

from __future__ import annotations

from wflint.domain.alternatives import BoundStepMethod, Closure, Partial
from wflint.domain.type_tests import Suppressor
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import StackEntered, WithBlock


@model("contextlib.closing", "contextlib.aclosing")
def closing(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what is closed: entering gives the same."""
    actual = arguments.get(0, None)
    return actual.value if actual is not None else None


@model("contextlib.suppress")
def suppress(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a context manager that swallows exceptions."""
    return Value((Suppressor(tuple(actual.value for actual in arguments.positional)),))


@model("contextlib.ExitStack.enter_context", "contextlib.AsyncExitStack.enter_context")
def enter_context(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what entering a context manager gives, which an exit stack leaves."""
    return _entered(ev, frame, node, arguments, is_async=False)


@model("contextlib.AsyncExitStack.enter_async_context")
def enter_async_context(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what entering an async context manager gives, which an exit stack leaves."""
    return _entered(ev, frame, node, arguments, is_async=True)


def _entered(
    ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments, *, is_async: bool
) -> Value | None:
    actual = arguments.get(0, "cm")
    if actual is None:
        return None
    manager, setup, cleanup = actual.value, list[Event](), list[Event]()
    entered = ev.semantics.enter(ev, frame.with_trace(setup), node, manager, is_async=is_async)
    swallows = ev.semantics.leave(ev, frame.with_trace(cleanup), node, manager, is_async=is_async)
    block = WithBlock(frame.site(node), manager, setup, [], swallows, cleanup)
    frame.trace.append(StackEntered(block))
    return entered


@model(
    "contextlib.ExitStack.callback",
    "contextlib.AsyncExitStack.callback",
    "contextlib.AsyncExitStack.push_async_callback",
    "contextlib.AsyncExitStack.push_async_exit",
    "contextlib.ExitStack.push",
    "contextlib.AsyncExitStack.push",
)
def call_on_exit(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Call a function when the exit stack is left."""
    actual = arguments.get(0, "callback")
    if actual is None:
        return None
    cleanup: list[Event] = []
    outside = frame.with_trace(cleanup)
    given = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest)
    for ref in actual.value.alternatives:
        if isinstance(ref, (Closure, Partial, BoundStepMethod)):
            ev.await_value(outside, node, ev.call(outside, node, Value((ref,)), given))
    frame.trace.append(
        StackEntered(WithBlock(frame.site(node), Value((Suppressor(()),)), [], [], cleanup=cleanup))
    )
    return actual.value
