"""The fix that does in a step of its own what replayed code does."""

from __future__ import annotations

from wflint.rules.api import (
    Access,
    Effect,
    EffectKind,
    FixDraft,
    Handler,
    Part,
    ReplayTrigger,
    Site,
    breaks,
    is_caused_in_loop,
)

_OUTSIDE = (EffectKind.DATABASE, EffectKind.FILESYSTEM, EffectKind.NETWORK, EffectKind.PROCESS)


def wrapped(handler: Handler, effect: Effect, *, is_secret: bool = False) -> FixDraft:
    """Do in a step what has an effect, where the function that runs steps causes it; what is secret is not stored."""
    repeats, reads = is_caused_in_loop(handler, effect), effect.call.row.effect in _OUTSIDE
    draft = wrapped_at(
        handler, effect.call.path[-len(effect.chain)], repeats=repeats, reads=reads, is_secret=is_secret
    )
    return draft.unsafe() if _repeats_others(handler, effect) else draft


def _repeats_others(handler: Handler, effect: Effect) -> bool:
    """Return whether another effect, which happens once behind the last step, would happen again after a step made of this one."""
    if effect.part is not Part.AFTER_LAST_STEP or handler.profile.replay.when is not ReplayTrigger.EACH_STEP:
        return False
    return any(
        other.anchor != effect.anchor
        and other.call.step is None
        and other.part is Part.AFTER_LAST_STEP
        and other.call.row.effect in _OUTSIDE
        and other.call.access is not Access.READ
        and handler.order.can_happen_before(other.event, effect.event)
        for other in handler.effects
    )


def wrapped_at(
    handler: Handler, site: Site, *, repeats: bool = False, reads: bool = False, is_secret: bool = False
) -> FixDraft:
    """Do in a step what an expression does.

    `repeats` if callers of its function run it in loops, `reads` if it reads from outside as much as there is, `is_secret` if no
    step may store it.
    """
    draft = breaks(
        "do it in a step of its own",
        lambda rewrite: rewrite.wrap_in_step(
            site, handler.writer, repeats=repeats, reads=reads, is_secret=is_secret
        ),
    )
    # A step with a round's number in its name would have the result of another item in the next pass.
    return draft.unsafe() if handler.is_in_varying_loop(site) else draft
