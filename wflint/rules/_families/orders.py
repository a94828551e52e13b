"""Steps that are found by names made of their items: in which order the items come means nothing to them."""

from __future__ import annotations

from wflint.rules.api import Flow, LoopVariance, Sink, SinkSummary


def but_named_after_item(sinks: SinkSummary) -> SinkSummary:
    """Return the sinks but for steps that are found by their names, made of the items."""

    def kept(flows: list[Flow]) -> list[Flow]:
        return [flow for flow in flows if not is_named_after_item(flow)]

    return SinkSummary(
        names=kept(sinks.names),
        decides=kept(sinks.decides),
        captured=kept(sinks.captured),
        arguments=kept(sinks.arguments),
    )


def is_named_after_item(flow: Flow) -> bool:
    """Return whether a value reaches a step that is found by a name made of an item of it."""
    step = flow.step
    if flow.sink in (Sink.BRANCH, Sink.ARM) or step is None or step.name is None:
        return False
    taint = step.name.value.taint
    has_item = flow.source in taint and any(isinstance(each, LoopVariance) for each in taint)
    return has_item and step.context.profile.identity.is_by_name
