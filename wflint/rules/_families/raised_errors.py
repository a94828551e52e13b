"""What the rules about raised exceptions share: where to report them, and what led there."""

from __future__ import annotations

from wflint.rules.api import ClassRef, External, Handler, Instance, Object, Path, Raised, Ref, runs_step


def raise_chain(raised: Raised) -> Path:
    """Return the calls from the innermost function that runs steps down to the place that raises."""
    depth = next(
        (place for place, call in reversed(list(enumerate(raised.calls, 1))) if runs_step(call.body)), 0
    )
    chain = (*(call.site for call in raised.calls[depth:]), *raised.path)
    # A step function is not called by the code that hands it over.
    return chain[1:] if raised.step is not None and depth == 0 and len(chain) > 1 else chain


def exception_types(handler: Handler, ref: Ref) -> list[str]:
    """Return the qualified names of an exception's class, or of the external bases where that is first-party."""
    match ref:
        case External():
            return [ref.name]
        case Instance():
            return [ref.type]
        case ClassRef():
            return handler.base_classes(ref)
        case Object():
            return handler.base_classes(ref.class_)
        case _:
            return []
