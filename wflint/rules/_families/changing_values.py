"""What the rules about changing values share: how bad their sinks are, and how to say what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wflint.rules._families.sinks import decision, sink_notes
from wflint.rules._families.wrapping import wrapped
from wflint.rules.api import (
    Effect,
    EffectKind,
    Handler,
    Level,
    ReplayTrigger,
    Report,
    SinkSummary,
    called,
    replayed_effects,
    run_example,
    step_label,
)


@dataclass(frozen=True, slots=True)
class ValuePhrasing:
    """How a rule speaks of its values.

    Attributes:
        changes: What such a call does, after its name: "gives a new value {replay.every}".
        label: What stands under the call.
        reads: What stands at the end of a cause chain.
        help: What to do instead; a step that does it is put behind it.
        name: The name of that step.
        function: Its function; empty where there is no such step.
        is_fixable: Whether it can be done in a step.
    """

    changes: str
    label: str
    reads: str
    help: str
    name: str = ""
    function: str = ""
    is_fixable: bool = True

    def help_in(self, handler: Handler) -> str:
        """Return what to do instead, in a handler's own terms."""
        if not self.function:
            return self.help
        return f"{self.help}: `{run_example(handler, self.name, self.function)}`"


Severity = Callable[[Effect, SinkSummary], "Level | None"]
"""How bad a value is by its sinks; `None` where it is none, or where another rule speaks for it."""


def report_changing_values(
    handler: Handler, report: Report, kind: EffectKind, severity: Severity, phrasing: ValuePhrasing
) -> None:
    """Report calls of one kind in replayed code whose value differs between passes."""
    for effect in replayed_effects(handler, kind):
        sinks = handler.sinks_by_source.get(effect.call.path, SinkSummary())
        level = severity(effect, sinks)
        if level is None:
            continue
        if handler.profile.replay.when is ReplayTrigger.RECOVERY and level is Level.WARNING:
            level = Level.INFO  # it is the value of the pass that ends the run, and steps do not depend on it
        changes = phrasing.changes.format(replay=handler.profile.replay)
        through = f" (through `{called(effect.call.site.node)}`)" if len(effect.chain) > 1 else ""
        message = f"`{called(effect.anchor.node)}` {changes}{through}{_consequence(handler, sinks)}"
        finding = report.add(level, effect.anchor, message).label(phrasing.label)
        finding.chain(effect.chain, phrasing.reads).notes(sink_notes(sinks))
        # A stopwatch that is wrapped is not asked any more when it was.
        is_fixable = phrasing.is_fixable and not (sinks.differences and len(effect.chain) > 1)
        finding.help(phrasing.help_in(handler)).fix(wrapped(handler, effect) if is_fixable else None)


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
    """Return whether the value is only part of names, or only read when one step is submitted."""
    if sinks.only_named or sinks.only_submitted or sinks.only_seeds:
        return True
    used = sinks.names or sinks.decides or sinks.compared or sinks.captured or sinks.differences
    return effect.call.phase.argument_of is not None and not used


def _outlives_loop(effect: Effect, sinks: SinkSummary) -> bool:
    """Return whether a step in a loop uses one value in several rounds, so in several deliveries."""
    return any(loop not in effect.call.loops for flow in sinks.captured for loop in flow.loops)


def _consequence(handler: Handler, sinks: SinkSummary) -> str:
    """Return what comes of a value, as the end of a sentence."""
    if sinks.decides:
        return decision(sinks)
    if sinks.compared:
        step = sinks.compared[0].step
        return f", and is compared with what {step_label(step)} recorded" if step else ""
    if sinks.differences and sinks.steps:
        return ", and is set against a time on the other side of a step, which takes no time in a replay"
    names = [step_label(step) for step in sinks.steps]
    if len(names) > 1 and len(set(names)) == 1:
        return f", so calls of {names[0]} use different ones"
    if len(names) > 1:
        return f", so {_listed(names)} use different ones"
    if names and sinks.captured and any(sinks.captured[0].loops):
        return f", so {names[0]} uses another one in each round"
    if names:
        return f"; {names[0]} uses the one of the {handler.profile.replay.one} that it runs in"
    return ""


def _listed(names: list[str]) -> str:
    """Return names as a list in a sentence, the last two joined with "and"."""
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"
