"""What the rules about repeated side effects share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wflint.effects import Access
from wflint.effects import Effect as Kind
from wflint.engines import Profile
from wflint.engines.replay import ReplayTrigger
from wflint.findings import Level
from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.model.parts import Effect
from wflint.rules._rule import Draft, chain_notes, handler_note
from wflint.rules._wrapping import wrapped

_OTHER_STEP = "context.call"
"""What only some engines have; the catalogue's remedies name it."""

Judge = Callable[[Effect], Level]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule speaks of its effects.

    Attributes:
        reads: What a call does that only reads, after its name: "asks again".
        writes: What a call does that changes something.
        cause: What stands at the end of a cause chain.
        label: What stands under the call.
        is_fixable: Whether it can be done in a step.
    """

    reads: str
    writes: str
    cause: str
    label: str = "runs again each time"
    is_fixable: Callable[[Effect], bool] = lambda _: True


def repeated(handler: Handler, kind: Kind, judge: Judge, wording: Wording) -> Iterator[Draft]:
    """Findings about effects of one kind in replayed code, one for each place.

    Args:
        handler: The handler.
        kind: The effect.
        judge: How bad an effect is.
        wording: How to speak of it.
    """
    worst: dict[object, tuple[Level, Effect]] = {}
    for effect in handler.effects:
        if effect.call.row.effect is not kind or effect.call.step is not None:
            continue
        level = judge(effect)
        if handler.profile.replay.when is ReplayTrigger.RECOVERY and level > Level.WARNING:
            level = Level.WARNING  # it happens once, unless the run is recovered
        if effect.anchor not in worst or worst[effect.anchor][0] < level:
            worst[effect.anchor] = (level, effect)
    for level, effect in worst.values():
        yield _draft(handler, level, effect, wording)


def remote(effect: Effect) -> Level:
    """How bad a repeated effect on another system is: worst before the first step, writes also before the last."""
    if effect.prelude or (effect.call.access is Access.WRITE and effect.followed):
        return Level.ERROR
    return Level.WARNING


def _draft(handler: Handler, level: Level, effect: Effect, wording: Wording) -> Draft:
    what = called(effect.anchor.node)
    through = f" (through `{called(effect.call.site.node)}`)" if len(effect.chain) > 1 else ""
    does = wording.writes if effect.call.access is Access.WRITE else wording.reads
    message = f"`{what}` {does} {_how_often(handler.profile, effect)}{through}"
    notes = (handler_note(handler), *chain_notes(effect.chain, wording.cause))
    remedy = effect.call.row.remedy
    if not remedy or (_OTHER_STEP in remedy and not handler.profile.calls):
        remedy = "do it in a step, which runs once"
    help_ = f"{remedy}: `{handler.example('...', '...')}`"
    fix = wrapped(handler, effect) if wording.is_fixable(effect) else None
    return Draft(level, message, effect.anchor, wording.label, notes, help_, fix=fix)


def _how_often(profile: Profile, effect: Effect) -> str:
    every, formula = profile.replay.every, profile.passes.formula
    if not formula:
        return every
    if effect.prelude:
        return f"{every}: {formula} times in a run of n steps"
    if effect.followed:
        return f"{every} after the steps before it"
    return f"whenever the last {profile.replay.one} is retried"
