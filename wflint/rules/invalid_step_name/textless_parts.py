"""Names that are put together of values without a text of their own: objects, and nothing."""

from __future__ import annotations

from wflint.rules._families.step_names import computed_parts
from wflint.rules._families.step_results import named
from wflint.rules.api import (
    Collection,
    Const,
    Handler,
    Level,
    Object,
    Payload,
    Problem,
    Ref,
    StepCall,
    Value,
    ir,
    value_of,
)


def textless_part(handler: Handler, step: StepCall) -> Problem | None:
    """Return what is wrong with a name that holds `[object Object]`, `undefined` or the like."""
    words = step.site.module.words
    node = step.name.node if step.name is not None else None
    for part in computed_parts(node) if node is not None and words.object_text else ():
        value = value_of(handler, part)
        if value.always(lambda ref: isinstance(ref, Const) and ref.value is None):
            known = value.constant
            shown = known.type if known is not None and known.type == "null" else words.null
        elif value.always(lambda ref: _has_no_text(handler, ref)):
            shown = words.object_text
        else:
            continue
        message = f'This name holds "{shown}", as `{named(part)}` is {_what(value, shown)}'
        return Problem(Level.WARNING, message, "put in what tells the steps apart")
    return None


def _has_no_text(handler: Handler, ref: Ref) -> bool:
    if isinstance(ref, Payload):
        # The whole of it is what its type says; its parts may have been made anything by whoever checked it.
        return ref.whole and handler.promised.always(lambda each: isinstance(each, Object) or _is_plain(each))
    return _is_plain(ref)


def _is_plain(ref: Ref) -> bool:
    return isinstance(ref, Collection) and ref.kind is ir.ContainerKind.DICT and "toString" not in ref.items


def _what(value: Value, shown: str) -> str:
    return "an object" if isinstance(value.only, (Collection, Payload)) else f"`{shown}` here"
