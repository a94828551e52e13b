"""The fix that does in a step of its own what replayed code does."""

from __future__ import annotations

from wflint.rules.api import Effect, FixDraft, Handler, Path, breaks


def wrapped(handler: Handler, effect: Effect) -> FixDraft:
    """Do in a step what has an effect."""
    path = effect.call.path
    return wrapped_at(handler, path, len(path) - len(effect.chain))


def wrapped_at(handler: Handler, path: Path, depth: int) -> FixDraft:
    """Do in a step what stands at the end of the first `depth` calls of a path."""
    repeats = handler.is_repeated(path, depth)
    return breaks(
        "do it in a step of its own",
        lambda rewrite: rewrite.wrap_in_step(path[depth], handler.writer, repeats=repeats),
    )
