"""The fix that does in a step of its own what replayed code does."""

from __future__ import annotations

from wflint.rules.api import Effect, FixDraft, Handler, Site, breaks


def wrapped(handler: Handler, effect: Effect) -> FixDraft:
    """Do in a step what has an effect, where the function that runs steps causes it."""
    path = effect.call.path
    depth = len(path) - len(effect.chain)
    repeats = handler.is_repeated(path, depth)
    return wrapped_at(handler, path[depth], repeats=repeats)


def wrapped_at(handler: Handler, site: Site, *, repeats: bool = False) -> FixDraft:
    """Do in a step what an expression does; `repeats` if callers of its function run it in loops."""
    return breaks(
        "do it in a step of its own",
        lambda rewrite: rewrite.wrap_in_step(site, handler.writer, repeats=repeats),
    )
