"""Running coroutines to their end."""

from __future__ import annotations

from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("asyncio.run", "asyncio.AbstractEventLoop.run_until_complete")
def run(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what a coroutine gives that is run to its end."""
    actual = arguments.get(0, None)
    return ev.await_value(frame, node, actual.value).value if actual else None
