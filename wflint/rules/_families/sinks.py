"""How messages speak of the sinks that a value reaches."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.record import record
from wflint.rules.api import (
    Flow,
    Handler,
    LoopVariance,
    Note,
    ReplayTrigger,
    Role,
    Sink,
    SinkSummary,
    name_code,
    step_label,
)

_MAX_SINKS = 4


def decision(sinks: SinkSummary) -> str:
    """Return what a value decides, as the end of a sentence; empty where it decides nothing."""
    if not sinks.decides:
        return ""
    first = sinks.decides[0]
    return (
        f", and {_decides(first.sink, step_label(first.step))}" if first.step else ", and decides what runs"
    )


def _decides(sink: Sink, step: str) -> str:
    """Return what a value decides about a step."""
    if sink is Sink.ARM:
        return f"decides which {step} runs"
    return f"decides {'how often' if sink is Sink.LOOP else 'whether'} {step} runs"


@record
class Varying:
    """How a sentence about a value goes on.

    Attributes:
        value: What takes its name up again.
        may: What stands before the verb where the value need not be another one.
        made_in: The loops that make it anew in each round.
    """

    value: str = "one"
    may: str = ""
    made_in: tuple[LoopVariance, ...] = ()

    def use(self, *, by_one: bool) -> str:
        """Return the verb, after one step or several."""
        return f"{self.may} use" if self.may else "uses" if by_one else "use"


_ANY_VALUE = Varying()


def consequence(handler: Handler, sinks: SinkSummary, varying: Varying = _ANY_VALUE) -> str:
    """Return what comes of a value, as the end of a sentence."""
    if sinks.decides:
        return decision(sinks)
    if sinks.compared:
        step = sinks.compared[0].step
        return f", and is compared with what {step_label(step)} recorded" if step else ""
    if sinks.differences and sinks.steps:
        return ", and is compared with a time from the other side of a step, which takes no time on replay"
    names = [step_label(step) for step in sinks.steps]
    value, use = varying.value, varying.use(by_one=False)
    if sinks.is_shared and len(set(names)) == 1:
        return f", so calls of {names[0]} {use} different {value}s"
    if sinks.is_shared:
        return f", so {_listed(names)} {use} different {value}s"
    if names and sinks.captured and any(loop not in varying.made_in for loop in sinks.captured[0].loops):
        if handler.profile.replay.when is not ReplayTrigger.EACH_STEP:
            return f", so calls of {names[0]} {use} different {value}s"  # rounds of one pass share one
        return f", so {names[0]} {varying.use(by_one=True)} another {value} in each iteration"
    if names:
        return f"; {names[0]} uses the {value} of the {handler.profile.replay.one} that it runs in"
    return ""


def consequence_with_names(handler: Handler, sinks: SinkSummary) -> str:
    """Return the same for a value whose use in names nothing else reports."""
    if sinks.names and not sinks.decides:
        step = sinks.names[0].step
        code = name_code(step) if step else ""
        what = f"the step name `{code}`" if code else "a step's name"
        return f", and is part of {what}: {handler.profile.identity.unstable}"
    return consequence(handler, sinks)


def _listed(names: list[str]) -> str:
    """Return names as a list in a sentence, the last two joined with "and"."""
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sink_notes(sinks: SinkSummary, *, with_names: bool = False) -> Iterator[Note]:
    """Yield a note at each of the first few sinks; one for each step and kind of sink."""
    flows: dict[object, Flow] = {}
    for flow in (
        *(sinks.names if with_names else ()),
        *sinks.decides,
        *sinks.compared,
        *sinks.captured,
        *sinks.arguments,
    ):
        flows.setdefault((flow.step, flow.sink) if flow.step else flow.site, flow)
    for flow in list(flows.values())[:_MAX_SINKS]:
        yield Note(flow.site, _sink_message(flow), Role.SINK)


def _sink_message(flow: Flow) -> str:
    """Return what a value does at a sink."""
    step = step_label(flow.step) if flow.step else "a step"
    match flow.sink:
        case Sink.BRANCH | Sink.ARM | Sink.LOOP:
            return _decides(flow.sink, step)
        case Sink.NAME:
            code = name_code(flow.step) if flow.step else ""
            return f"part of the step name `{code}`" if code else f"part of the name of {step}"
        case Sink.COMPARISON:
            return f"compared with what {step} recorded"
        case _:
            return f"{step} uses it"
