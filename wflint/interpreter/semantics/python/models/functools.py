"""What `functools` makes of functions."""

from __future__ import annotations

from wflint.domain.alternatives import IdentityDecorator, Partial
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.python.models.registry import model
from wflint.ir import nodes as ir


@model("functools.partial")
def partial(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a callable with some arguments bound."""
    if not arguments.positional or arguments.rest is not None:
        return None
    target, *bound = (actual.value for actual in arguments.positional)
    keywords = tuple((name, actual.value) for name, actual in arguments.keywords.items())
    return Value((Partial(target, tuple(bound), keywords),))


@model("functools.wraps")
def wraps(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a decorator that gives back its function."""
    return Value((IdentityDecorator("functools.wraps"),))
