"""What the rules about changing values share: grouping effects, judging their sinks, telling their story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wflint.effects import Effect as Kind
from wflint.engines.replay import ReplayTrigger
from wflint.findings import Level, Role
from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.model.parts import Effect
from wflint.model.sinks import SinkSummary
from wflint.rules._rule import Draft, Note, chain_notes, handler_note
from wflint.rules._wrapping import wrapped
from wflint.trace.flows import Flow, Sink


@dataclass(frozen=True, slots=True)
class Wording:
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
        """What to do instead, in a handler's own terms."""
        return f"{self.help}: `{handler.example(self.name, self.function)}`" if self.function else self.help


Judge = Callable[[Effect, SinkSummary], "Level | None"]


def changing_values(handler: Handler, kind: Kind, wording: Wording, judge: Judge) -> Iterator[Draft]:
    """Findings about calls of one kind in replayed code, one for each place.

    Args:
        handler: The handler.
        kind: The effect.
        wording: How to speak of it.
        judge: How bad a value is by its sinks; `None` where it is none, or where another rule speaks for it.
    """
    worst: dict[object, tuple[Level, Effect, SinkSummary]] = {}
    for effect in handler.effects:
        call = effect.call
        if call.row.effect is not kind or call.step is not None:
            continue
        sinks = handler.sinks_by_source.get(call.path, SinkSummary())
        level = judge(effect, sinks)
        if handler.profile.replay.when is ReplayTrigger.RECOVERY and level is Level.WARNING:
            level = Level.INFO  # it is the value of the pass that ends the run, and steps do not depend on it
        if level is not None and (effect.anchor not in worst or worst[effect.anchor][0] < level):
            worst[effect.anchor] = (level, effect, sinks)
    for level, effect, sinks in worst.values():
        yield _draft(handler, level, effect, sinks, wording)


def by_use(effect: Effect, sinks: SinkSummary) -> Level | None:
    """An error where steps depend on the value or several use it, else a warning."""
    if _speaks_elsewhere(effect, sinks):
        return None
    if sinks.decides or sinks.is_shared or sinks.compared or _outlives_loop(effect, sinks):
        return Level.ERROR
    return Level.WARNING


def by_decision(effect: Effect, sinks: SinkSummary) -> Level | None:
    """An error where the value decides which steps run, else a warning."""
    if _speaks_elsewhere(effect, sinks):
        return None
    return Level.ERROR if sinks.decides or sinks.names else Level.WARNING


def _speaks_elsewhere(effect: Effect, sinks: SinkSummary) -> bool:
    """Whether the value is only part of names, or only read when one step is submitted."""
    if sinks.only_named or sinks.only_submitted:
        return True
    used = sinks.names or sinks.decides or sinks.compared or sinks.captured
    return effect.call.argument_of is not None and not used


def _outlives_loop(effect: Effect, sinks: SinkSummary) -> bool:
    """Whether a step in a loop uses one value in several rounds, so in several deliveries."""
    return any(loop not in effect.call.loops for flow in sinks.captured for loop in flow.loops)


def _draft(handler: Handler, level: Level, effect: Effect, sinks: SinkSummary, wording: Wording) -> Draft:
    what = called(effect.anchor.node)
    root = called(effect.call.site.node)
    through = f" (through `{root}`)" if len(effect.chain) > 1 else ""
    changes = wording.changes.format(replay=handler.profile.replay)
    message = f"`{what}` {changes}{through}{_consequence(handler, sinks)}"
    notes = [handler_note(handler), *chain_notes(effect.chain, wording.reads), *_sinks(handler, sinks)]
    fix = wrapped(handler, effect) if wording.is_fixable else None
    return Draft(
        level, message, effect.anchor, wording.label, tuple(notes), wording.help_in(handler), fix=fix
    )


def _consequence(handler: Handler, sinks: SinkSummary) -> str:
    if sinks.decides:
        step = sinks.decides[0].step
        verb = "how often" if sinks.decides[0].sink is Sink.LOOP else "whether"
        return f", and decides {verb} {handler.label(step)} runs" if step else ", and decides what runs"
    if sinks.compared:
        step = sinks.compared[0].step
        return f", and is compared with what {handler.label(step)} recorded" if step else ""
    names = [handler.label(step) for step in sinks.steps]
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
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _sinks(handler: Handler, sinks: SinkSummary) -> Iterator[Note]:
    told: set[object] = set()
    for flow in (*sinks.decides, *sinks.compared, *sinks.captured, *sinks.arguments):
        key = (flow.step, flow.sink) if flow.step else flow.site
        if key not in told and len(told) < 4:
            told.add(key)
            yield Note(flow.site, _sink_message(handler, flow), Role.SINK)


def _sink_message(handler: Handler, flow: Flow) -> str:
    step = handler.label(flow.step) if flow.step else "a step"
    match flow.sink:
        case Sink.BRANCH:
            return f"decides whether {step} runs"
        case Sink.LOOP:
            return f"decides how often {step} runs"
        case Sink.COMPARISON:
            return f"compared with what {step} recorded"
        case _:
            return f"{step} uses it"
