"""What `functools` makes of functions."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, IdentityDecorator, Partial
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.registration import wrapping
from wflint.interpreter.semantics.models import model
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
    """Return a decorator that gives back its function, under the name of the one that it wraps."""
    actual = arguments.get(0, "wrapped")
    only = actual.value.only if actual is not None else None
    wrapped = only if isinstance(only, Closure) else None
    return Value((IdentityDecorator("functools.wraps", wrapped),))


@model("functools.update_wrapper")
def update_wrapper(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the wrapper, under the name of the function that it wraps."""
    wrapper, actual = arguments.get(0, "wrapper"), arguments.get(1, "wrapped")
    only = actual.value.only if actual is not None else None
    if wrapper is None:
        return None
    return (
        wrapper.value if not isinstance(only, Closure) else wrapping(wrapper.value, only, is_named_like=True)
    )
