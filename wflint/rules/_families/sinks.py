"""How messages speak of the sinks that a value reaches."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Flow, Note, Role, Sink, SinkSummary, step_label

_MAX_SINKS = 4


def decision(sinks: SinkSummary) -> str:
    """Return what a value decides, as the end of a sentence; empty where it decides nothing."""
    if not sinks.decides:
        return ""
    first = sinks.decides[0]
    verb = "how often" if first.sink is Sink.LOOP else "whether"
    return f", and decides {verb} {step_label(first.step)} runs" if first.step else ", and decides what runs"


def sink_notes(sinks: SinkSummary) -> Iterator[Note]:
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
        case Sink.NAME:
            return f"part of the name of {step}"
        case Sink.COMPARISON:
            return f"compared with what {step} recorded"
        case _:
            return f"{step} uses it"
