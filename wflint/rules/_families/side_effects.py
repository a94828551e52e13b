"""What the rules about repeated side effects share: how bad they are, how often they happen, how to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wflint.record import record
from wflint.rules._families.deduplication import is_deduplicated
from wflint.rules._families.sinks import decision, sink_notes
from wflint.rules._families.wrapping import wrapped
from wflint.rules.api import (
    Access,
    Effect,
    EffectKind,
    Handler,
    KeptBy,
    Level,
    Part,
    Path,
    ReplayTrigger,
    Report,
    SinkSummary,
    Site,
    at_node,
    called,
    in_step,
    ir,
    replayed_effects,
    taint_sources,
    value_of,
    walk_nodes,
)

_OTHER_STEP = "context.call"
"""What only some engines have; the catalogue's remedies name it."""

Severity = Callable[[Effect, SinkSummary], Level]


@record
class EffectPhrasing:
    """How a rule speaks of its effects.

    Attributes:
        reads: What a call does that only reads, after its name: "asks again".
        writes: What a call does that changes something.
        cause: What stands at the end of a cause chain.
        is_fixable: Whether it can be done in a step.
        is_fix_unsafe: Whether doing it there may be more than the code needs.
    """

    reads: str
    writes: str
    cause: str
    is_fixable: Callable[[Effect], bool] = lambda _: True
    is_fix_unsafe: bool = False


def report_repeated(
    handler: Handler, report: Report, kind: EffectKind, severity: Severity, phrasing: EffectPhrasing
) -> None:
    """Report effects of one kind in replayed code."""
    for judged in _worst_of_each_place(_judged(handler, kind, severity)):
        effect, sinks = judged.effect, judged.sinks
        does = phrasing.writes if effect.call.access is Access.WRITE else phrasing.reads
        through = f" (through `{called(effect.call.site.node)}`)" if len(effect.chain) > 1 else ""
        message = f"`{called(effect.anchor.node)}` {does} {_how_often(handler, effect)}{through}"
        message += decision(sinks) or _known_by(handler, effect)
        finding = report.add(judged.level, effect.anchor, message).label("runs again each time")
        finding.chain(effect.chain, phrasing.cause).notes(sink_notes(sinks) if sinks.decides else [])
        finding.help(_help(handler, effect))
        if phrasing.is_fixable(effect) and effect.call.kept_by is None:
            fix = wrapped(handler, effect)
            finding.fix(fix.unsafe() if phrasing.is_fix_unsafe else fix)


@record
class _JudgedEffect:
    """An effect with its sinks and its level."""

    effect: Effect
    sinks: SinkSummary
    level: Level

    @property
    def badness(self) -> tuple[Level, bool, bool]:
        """Return what says which of several effects is told."""
        return self.level, bool(self.sinks.decides), self.effect.call.access is Access.WRITE


def _judged(handler: Handler, kind: EffectKind, severity: Severity) -> Iterator[_JudgedEffect]:
    """Yield the effects of one kind in replayed code, each with its level."""
    intermediate = _intermediate(handler, kind)
    kept: set[Site] = set()
    for effect in replayed_effects(handler, kind):
        sinks = handler.sinks_of(effect)
        if effect.call.path in intermediate:
            sinks = SinkSummary()
        if effect.call.kept_by is not None and not sinks.decides:
            # The state that keeps it is reported by itself.
            if effect.call.kept_by is KeptBy.DECORATOR and effect.call.site not in kept:
                kept.add(effect.call.site)
                yield _JudgedEffect(effect, sinks, Level.INFO)
            continue
        level = severity(effect, sinks)
        is_recovery = handler.profile.replay.when is ReplayTrigger.RECOVERY
        if is_recovery and not sinks.decides:
            level = min(level, Level.WARNING)  # it happens once, unless the run is recovered
        yield _JudgedEffect(effect, sinks, level)


def _worst_of_each_place(effects: Iterable[_JudgedEffect]) -> list[_JudgedEffect]:
    """Return the effects that speak for all.

    Of a helper that reads and writes, and of a chain of calls, that is the worst; a transaction speaks for what the function does
    that it is given.
    """
    worst: dict[Site, _JudgedEffect] = {}
    for each in effects:
        known = worst.setdefault(each.effect.anchor, each)
        if each.badness > known.badness:
            worst[each.effect.anchor] = each
    covered = {
        inner
        for place, each in worst.items()
        for inner in (at_node(place, node) for node in _parts(each.effect))
        if inner in worst and worst[inner].badness <= each.badness
    }
    return [each for place, each in worst.items() if place not in covered]


def _parts(effect: Effect) -> Iterator[ir.Node]:
    """Yield the calls that are part of the one that is reported."""
    node = effect.anchor.node
    yield from _receivers(node)
    if effect.call.row.calls and isinstance(node, ir.Call):
        for argument in node.args:
            yield from walk_nodes(argument)


def _receivers(node: ir.Node) -> Iterator[ir.Node]:
    """Yield what a call is a method of, and what that is a member of: `find()` in `find().delete()`."""
    while True:
        match node:
            case ir.Await() | ir.Attribute() | ir.Subscript():
                node = node.value
            case ir.Call():
                node = node.func
            case _:
                return
        yield node


def remote(effect: Effect, sinks: SinkSummary) -> Level:
    """Return how bad an effect on another system is: worst before the first step, or where it decides which steps run."""
    if sinks.decides or effect.part in (Part.PRELUDE, Part.WITHOUT_STEPS):
        return Level.ERROR
    repeats_a_write = effect.call.access is Access.WRITE and effect.part is Part.BETWEEN_STEPS
    return Level.ERROR if repeats_a_write else Level.WARNING


def _intermediate(handler: Handler, kind: EffectKind) -> set[Path]:
    """Return the effects that only give what other effects of their kind are asked of: a connection, a cursor."""
    found: set[Path] = set()
    for effect in replayed_effects(handler, kind):
        node = effect.call.site.node
        if isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute):
            owner = value_of(handler, node.func.value)
            found.update(source.path for source in taint_sources(owner.taint))
    return found


def _known_by(handler: Handler, effect: Effect) -> str:
    """Return what tells whoever receives an effect that it is a repetition, as the end of a sentence; empty where nothing does."""
    if not is_deduplicated(handler, effect):
        return ""
    return f"; its `{effect.call.row.deduplicated_by}` tells the receiver that it is the same one"


def _help(handler: Handler, effect: Effect) -> str:
    remedy = effect.call.row.remedy
    if not remedy or (_OTHER_STEP in remedy and not handler.profile.calls):
        remedy = "do it in a step, which runs once"
    return in_step(handler, remedy)


def _how_often(handler: Handler, effect: Effect) -> str:
    """Return how often an effect happens in a run, as an adverb."""
    return "in each process" if effect.call.kept_by is not None else how_often(handler, effect.part)


def how_often(handler: Handler, part: Part) -> str:
    """Return how often a part of replayed code is executed in a run, as an adverb."""
    profile = handler.profile
    no_step = profile.consequences.no_step if part is Part.WITHOUT_STEPS else handler.rejection
    if no_step is not None:
        return f"in each attempt to start a run: no step runs, so each is rejected with {no_step.message}"
    every, formula = profile.replay.every, profile.passes.formula
    if not formula and (part is not Part.AFTER_LAST_STEP or profile.replay.when is ReplayTrigger.RECOVERY):
        return every
    if part is Part.PRELUDE:
        return f"{every}: {formula} times in a run of n steps"
    if part is Part.BETWEEN_STEPS:
        return profile.replay.later or f"{every} once the steps before it are done"
    return f"whenever the last {profile.replay.one} is retried"
