"""What the rules about changing values share: how bad their sinks are, and how to say what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from wflint.record import record
from wflint.rules._families.orders import but_named_after_item
from wflint.rules._families.sinks import Varying, consequence, consequence_with_names, sink_notes
from wflint.rules._families.wrapping import wrapped
from wflint.rules.api import (
    Effect,
    EffectKind,
    FindingBuilder,
    Handler,
    Level,
    ReplayTrigger,
    Report,
    SinkSummary,
    Site,
    called,
    in_step,
    replayed_effects,
)


@record
class ValuePhrasing:
    """How a rule speaks of its values.

    Attributes:
        changes: What such a call does, after its name: "produces a new value {replay.every}".
        label: What stands under the call.
        reads: What stands at the end of a cause chain.
        help: What to do instead; where it says "in a step", what runs one is put after it.
        also: What else to do instead, by the language of the code.
        is_fixable: Whether it can be done in a step.
        is_secret: Whether no step may store it.
        subject: What changes; `{called}` stands for the call, `{what}` for what the effect is about.
        once: What its subject does where a module is imported.
        value: What takes up the name of what changes, where steps use it.
        may: What stands before the verb where they need not use another one: "may".
    """

    changes: str
    label: str
    reads: str
    help: str
    also: Mapping[str, str] = field(default_factory=dict[str, str])
    is_fixable: bool = True
    is_secret: bool = False
    subject: str = "`{called}`"
    once: str = "runs once in each process"
    value: str = "one"
    may: str = ""

    def subject_of(self, effect: Effect) -> str:
        """Return what changes, for one effect."""
        return self.subject.format(called=called(effect.anchor.node), what=effect.call.name)

    def help_in(self, handler: Handler) -> str:
        """Return what to do instead, in a handler's own terms."""
        return in_step(handler, self.help) + self.also.get(handler.site.module.words.language, "")


Severity = Callable[[Effect, SinkSummary], "Level | None"]
"""How bad a value is by its sinks; `None` where it is none, or where another rule speaks for it."""
Phrasing = Callable[[Effect], ValuePhrasing]
"""How to speak of a value."""


def report_changing_values(
    handler: Handler,
    report: Report,
    kind: EffectKind,
    severity: Severity,
    phrasing_of: Phrasing,
    *,
    is_steady: bool = False,
) -> None:
    """Report calls of one kind in replayed code whose value differs between passes.

    Args:
        handler: The handler.
        report: Where they are reported.
        kind: The kind.
        severity: How bad each of them is.
        phrasing_of: How to speak of each of them.
        is_steady: Whether a pass gets the same value wherever it asks, so that it is told once which code asks for it.
    """
    reported: dict[Site, FindingBuilder] = {}
    for effect, sinks, level in _changing(handler, kind, severity):
        if is_steady and level is Level.ERROR and len(effect.chain) > 1:
            known = reported.get(effect.call.site)
            if known is not None:
                # A fix would mend the first one alone.
                known.note(effect.anchor, "asks for it, too").fix(None)
                continue
        phrasing = phrasing_of(effect)
        changes = phrasing.changes.format(replay=handler.profile.replay)
        comes = consequence(handler, sinks, Varying(phrasing.value, phrasing.may, effect.call.loops))
        message = f"{phrasing.subject_of(effect)} {changes}{_through(effect)}{comes}"
        finding = report.add(level, effect.anchor, message).label(phrasing.label)
        finding.chain(effect.chain, phrasing.reads).notes(sink_notes(sinks))
        if level is Level.ERROR:
            reported.setdefault(effect.call.site, finding)
        # A stopwatch that is wrapped is not asked any more when it was.
        is_fixable = phrasing.is_fixable and not (sinks.differences and len(effect.chain) > 1)
        is_fixable = is_fixable and not effect.changes_argument
        finding.help(phrasing.help_in(handler))
        if is_fixable:
            fix = wrapped(handler, effect, is_secret=phrasing.is_secret)
            finding.fix(fix.unsafe() if effect.call.row.within_process else fix)

    _report_values_of_import(handler, report, kind, phrasing_of)


def _changing(
    handler: Handler, kind: EffectKind, severity: Severity
) -> Iterator[tuple[Effect, SinkSummary, Level]]:
    """Yield the calls of one kind that matter, each with its sinks and how bad it is."""
    printing = {effect.anchor.node for effect in replayed_effects(handler, EffectKind.OUTPUT)}
    for effect in replayed_effects(handler, kind):
        sinks = handler.sinks_of(effect)
        if effect.changes_argument:
            sinks = but_named_after_item(sinks)
        level = severity(effect, sinks)
        if level is not None and handler.profile.replay.when is ReplayTrigger.RECOVERY:
            level = _level_in_recovery(level, sinks)
        if level is Level.INFO and len(effect.chain) > 1 and effect.anchor.node in printing:
            continue  # output-outside-step: the helper prints the value, or what comes of it
        if level is not None:
            yield effect, sinks, level


def _level_in_recovery(level: Level, sinks: SinkSummary) -> Level:
    """Return how bad a value is where only a crash lets code run again."""
    if level is not Level.ERROR:
        return Level.INFO  # it is the value of the pass that ends the run, and steps do not depend on it
    is_only_set_against = sinks.differences and not (
        sinks.decides or sinks.compared or sinks.names or sinks.is_shared
    )
    return Level.WARNING if is_only_set_against else level


def _report_values_of_import(
    handler: Handler, report: Report, kind: EffectKind, phrasing_of: Phrasing
) -> None:
    """Report calls of one kind that run once in each process, whose value steps depend on."""
    for effect in handler.values_of_import:
        if effect.call.row.effect is not kind:
            continue
        sinks = handler.sinks_of(effect)
        level = _level_of_import(handler, effect, sinks)
        if level is None:
            continue
        phrasing = phrasing_of(effect)
        what = f"{phrasing.subject_of(effect)} {phrasing.once}{_through(effect)}"
        has = "may have" if kind is EffectKind.ENVIRONMENT else "has"
        changes = f"so the next process {has} a different value"
        message = f"{what}, {changes}{consequence_with_names(handler, sinks)}"
        finding = report.add(level, effect.anchor, message).label("a different value in each process")
        finding.chain(effect.chain, phrasing.reads).notes(sink_notes(sinks, with_names=True))
        finding.help(phrasing.help_in(handler))


def _through(effect: Effect) -> str:
    """Return which call below the anchor has the effect, as words to put in."""
    return f" (through `{called(effect.call.site.node)}`)" if len(effect.chain) > 1 else ""


def _level_of_import(handler: Handler, effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return how bad it is that the value differs between processes; `None` where no step depends on it."""
    if sinks.names or sinks.compared:
        return Level.ERROR
    if sinks.decides:
        return level_of_decision(handler, effect, sinks)
    kind = effect.call.row.effect
    if kind is EffectKind.ENVIRONMENT or not sinks.captured:
        return None
    if sinks.is_shared or any(flow.loops for flow in sinks.captured):
        return Level.WARNING if kind is EffectKind.IDENTITY else Level.ERROR
    return Level.INFO


def level_of_decision(handler: Handler, effect: Effect, sinks: SinkSummary) -> Level:
    """Return how bad it is that a value decides which steps run.

    Steps that are found by their names are not taken for others where one more, or one less, runs; and a setting
    changes with a deploy alone, so that a run takes it up once.
    """
    is_setting = effect.call.row.effect is EffectKind.ENVIRONMENT
    is_mild = is_setting and handler.profile.identity.is_by_name and not sinks.chooses
    return Level.WARNING if is_mild else Level.ERROR


def by_use(effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return an error where steps depend on the value or several use it, a warning where one does."""
    if _is_reported_elsewhere(effect, sinks):
        return None
    if sinks.decides or sinks.is_shared or sinks.compared or _outlives_loop(effect, sinks):
        return Level.ERROR
    if not sinks.steps:
        return Level.INFO
    return Level.ERROR if sinks.names or sinks.differences else Level.WARNING


def by_decision(effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return an error where the value decides which steps run, a warning where steps use it."""
    if _is_reported_elsewhere(effect, sinks):
        return None
    if sinks.decides or sinks.names:
        return Level.ERROR
    return Level.WARNING if sinks.steps or sinks.compared else Level.INFO


def _is_reported_elsewhere(effect: Effect, sinks: SinkSummary) -> bool:
    """Return whether only names, seeds, one step that is being submitted, or an error that is raised have the value."""
    if sinks.only_named or sinks.only_submitted or sinks.only_seeds or sinks.only_raised:
        return True
    used = sinks.names or sinks.decides or sinks.compared or sinks.captured or sinks.differences
    return effect.call.phase.argument_of is not None and not used


def _outlives_loop(effect: Effect, sinks: SinkSummary) -> bool:
    """Return whether a step in a loop uses one value in several rounds, so in several deliveries."""
    return any(loop not in effect.call.loops for flow in sinks.captured for loop in flow.loops)
