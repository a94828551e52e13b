"""Methods whose meaning does not depend on what they belong to."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import (
    BoundStepMethod,
    Closure,
    Collection,
    Data,
    Decoded,
    External,
    Method,
    Partial,
    Payload,
)
from wflint.domain.awaited import Pending, Promise, StepResult
from wflint.domain.values import Arguments, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.arrays import (
    call_for_each,
    is_function,
    pairs_of,
    takes_callback,
)
from wflint.interpreter.semantics.javascript.promises import PROMISE_METHODS, promise_method
from wflint.interpreter.uses import note_use
from wflint.ir import nodes as ir
from wflint.trace.events import UseKind

_DATA = (StepResult, Payload, Decoded, Data)
FUNCTION_METHODS = frozenset({"bind", "call", "apply"})
_CALLABLE = (Closure, BoundStepMethod, External, Method, Partial)


def known_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Ref, name: str, arguments: Arguments
) -> Value | None:
    """Call a method of a promise, a function or data; `None` for all others."""
    if isinstance(owner, Collection):
        return None
    if name in PROMISE_METHODS:
        is_chain = any(is_function(each.value) for each in arguments.positional)
        if isinstance(owner, (Pending, Promise)) or is_chain:
            return promise_method(ev, frame, node, Value((owner,)), name, arguments)
    if isinstance(owner, _DATA) and takes_callback(name, arguments):
        if isinstance(owner, StepResult):
            note_use(ev, frame, node, owner, UseKind.METHOD, name, arguments.get(0, None))
        return call_for_each(ev, frame, node, Value((owner,)), name, arguments)
    if isinstance(owner, _DATA) and name == "entries" and not arguments.positional:
        return pairs_of(ev, frame, node, owner)
    if isinstance(owner, _CALLABLE) and name in FUNCTION_METHODS:
        return _function_method(ev, frame, node, owner, name, arguments)
    return None


def _function_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Ref, name: str, arguments: Arguments
) -> Value | None:
    """Call `bind`, `call` or `apply` of a function: the first argument stands for `this`."""
    if name == "apply":
        return None
    given = arguments.positional[1:]
    if isinstance(owner, BoundStepMethod):
        owner = replace(owner, read=None)
    if name == "call":
        return ev.call(frame, node, Value((owner,)), Arguments(given, rest=arguments.rest))
    if not given:
        return Value((owner,))
    return Value((Partial(Value((owner,)), tuple(each.value for each in given), ()),))
