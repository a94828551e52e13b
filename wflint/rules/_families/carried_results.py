"""What carries the whole of a step's result through the engine's codec: plain data in the step, the value of it again after it."""

from __future__ import annotations

from wflint.rules._families.encoding import codec_in
from wflint.rules.api import (
    Closure,
    Codec,
    Collection,
    Const,
    FixDraft,
    Handler,
    Instance,
    Returned,
    Site,
    StepCall,
    ir,
    keeps,
    value_of,
)


def may_be_promise(handler: Handler, step: StepCall, returned: Returned) -> bool:
    """Return whether what is to be encoded may have to be awaited: what is returned, or what the step's function gives."""
    if returned.node is None or not value_of(handler, returned.node).always(
        lambda ref: isinstance(ref, (Collection, Const, Instance))
    ):
        return True
    function = step.function.value.only if step.function is not None else None
    is_called = place_of(step, returned) != returned.site
    return is_called and not (isinstance(function, Closure) and not function.function.is_async)


def carried(
    handler: Handler, step: StepCall, returned: Returned, codec: Codec, *, awaits: bool
) -> FixDraft | None:
    """Encode the whole of what is returned, and decode the step's result; `None` where the step may return something else."""
    place = place_of(step, returned)
    for other in step.returned if codec.decode not in (None, "{}") or place != returned.site else ():
        if other.value is not returned.value and codec_in(handler, other.value) != codec:
            return None
    return keeps(
        "turn it into plain data",
        lambda rewrite: rewrite.encode_result(step.site, place, codec, awaits=awaits),
    )


def place_of(step: StepCall, returned: Returned) -> Site:
    """Return what to encode: the returned expression, or a call of the function where that is given by name.

    A function that is given by name may be called elsewhere, so what it returns stays as it is.
    """
    given = step.function.node if step.function is not None else None
    if given is None or isinstance(given, ir.Lambda) or _is_own(step, given):
        return returned.site
    return step.site_of(given)


def _is_own(step: StepCall, given: ir.Expr) -> bool:
    """Return whether a step's function is defined in the function that runs the step."""
    function = step.function.value.only if step.function is not None else None
    local = isinstance(function, Closure) and function.env.is_replayed and function.receiver is None
    return local and isinstance(given, ir.Name)
