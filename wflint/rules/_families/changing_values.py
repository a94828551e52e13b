"""What the rules about changing values share: how bad their sinks are, and how to say what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wflint.rules._families.wrapping import wrapped
from wflint.rules.api import (
    Effect,
    EffectKind,
    Flow,
    Handler,
    Level,
    Note,
    ReplayTrigger,
    Report,
    Role,
    Sink,
    SinkSummary,
    called,
    replayed_effects,
    run_example,
    step_label,
)

_MAX_SINKS = 4


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
        finding.chain(effect.chain, phrasing.reads).notes(_sink_notes(sinks))
        finding.help(phrasing.help_in(handler)).fix(wrapped(handler, effect) if phrasing.is_fixable else None)


def by_use(effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return an error where steps depend on the value or several use it, else a warning."""
    if _is_reported_elsewhere(effect, sinks):
        return None
    if sinks.decides or sinks.is_shared or sinks.compared or _outlives_loop(effect, sinks):
        return Level.ERROR
    return Level.WARNING


def by_decision(effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return an error where the value decides which steps run, else a warning."""
    if _is_reported_elsewhere(effect, sinks):
        return None
    return Level.ERROR if sinks.decides or sinks.names else Level.WARNING


def _is_reported_elsewhere(effect: Effect, sinks: SinkSummary) -> bool:
    """Return whether the value is only part of names, or only read when one step is submitted."""
    if sinks.only_named or sinks.only_submitted:
        return True
    used = sinks.names or sinks.decides or sinks.compared or sinks.captured
    return effect.call.phase.argument_of is not None and not used


def _outlives_loop(effect: Effect, sinks: SinkSummary) -> bool:
    """Return whether a step in a loop uses one value in several rounds, so in several deliveries."""
    return any(loop not in effect.call.loops for flow in sinks.captured for loop in flow.loops)


def _consequence(handler: Handler, sinks: SinkSummary) -> str:
    """Return what comes of a value, as the end of a sentence."""
    if sinks.decides:
        step = sinks.decides[0].step
        verb = "how often" if sinks.decides[0].sink is Sink.LOOP else "whether"
        return f", and decides {verb} {step_label(step)} runs" if step else ", and decides what runs"
    if sinks.compared:
        step = sinks.compared[0].step
        return f", and is compared with what {step_label(step)} recorded" if step else ""
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


def _sink_notes(sinks: SinkSummary) -> Iterator[Note]:
    """Yield a note at each of the first few sinks; one for each step and kind of sink."""
    flows: dict[object, Flow] = {}
    for flow in (*sinks.decides, *sinks.compared, *sinks.captured, *sinks.arguments):
        flows.setdefault((flow.step, flow.sink) if flow.step else flow.site, flow)
    for flow in list(flows.values())[:_MAX_SINKS]:
        yield Note(flow.site, _sink_message(flow), Role.SINK)


def _sink_message(flow: Flow) -> str:
    """Return what a value does at a sink."""
    step = step_label(flow.step) if flow.step else "a step"
    match flow.sink:
        case Sink.BRANCH:
            return f"decides whether {step} runs"
        case Sink.LOOP:
            return f"decides how often {step} runs"
        case Sink.COMPARISON:
            return f"compared with what {step} recorded"
        case _:
            return f"{step} uses it"
