"""Workflows for programs, in the shape of `explain_json_schema.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from wflint._version import __version__
from wflint.explaining.nodes import BlockNode, EffectNode, StepNode
from wflint.report.explain_json_schema import FORMAT
from wflint.report.json import internal_error_json
from wflint.report.json_text import write_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.explaining.bounds import Bounds
    from wflint.explaining.nodes import (
        Explanation,
        LeaveNode,
        Link,
        Returns,
        Served,
        SourcePlace,
        TaintOrigin,
        TreeNode,
        Workflow,
    )
    from wflint.report.explain_json_schema import (
        BlockJson,
        EffectJson,
        ExplanationJson,
        LeaveJson,
        LinkJson,
        OriginJson,
        PlaceJson,
        ReturnsJson,
        ServedJson,
        StepJson,
        TimesJson,
        WorkflowJson,
    )


def render(explanation: Explanation, out: TextIO) -> None:
    """Write the workflows as one JSON document, in ASCII whatever the output's encoding."""
    write_json(explanation_json(explanation), out)


def explanation_json(explanation: Explanation) -> ExplanationJson:
    """Return the workflows as the data that the JSON format consists of."""
    document: ExplanationJson = {
        "format": FORMAT,
        "version": __version__,
        "workflows": [_workflow(each) for each in explanation.workflows],
    }
    if explanation.internal_errors:
        document["internal_errors"] = [internal_error_json(each) for each in explanation.internal_errors]
    return document


def _workflow(workflow: Workflow) -> WorkflowJson:
    """Return a workflow as the JSON format has it."""
    return {
        "name": workflow.name,
        "engine": workflow.engine_id,
        "place": _place(workflow.place),
        "variable": _place(workflow.variable) if workflow.variable else None,
        "is_async": workflow.is_async,
        "served": _served(workflow.served) if workflow.served else None,
        "payload": workflow.payload or None,
        "failure_function": _link(workflow.failure) if workflow.failure else None,
        "wrong_kind": workflow.has_wrong_color,
        "open": workflow.is_open,
        "steps": _times(workflow.step_count),
        "prelude_runs": _times(workflow.prelude_runs) if workflow.prelude_runs else None,
        "prelude": _nodes(workflow.prelude),
        "body": _nodes(workflow.body),
        "tail": _nodes(workflow.tail),
        "unknown_calls": [
            {
                "call": each.call,
                "place": _place(each.place),
                "step": each.step,
                "why": each.why or None,
                "minor": each.aside is not None,
                "through": _link(each.through) if each.through else None,
            }
            for each in workflow.unknown
        ],
    }


def _served(served: Served) -> ServedJson:
    return {
        "by": served.by,
        "call": served.call,
        "route": served.route,
        "place": _place(served.place),
    }


def _nodes(nodes: Iterable[TreeNode]) -> list[StepJson | EffectJson | BlockJson | LeaveJson]:
    return [_node(node) for node in nodes]


def _node(node: TreeNode) -> StepJson | EffectJson | BlockJson | LeaveJson:
    match node:
        case StepNode():
            return _step(node)
        case EffectNode():
            return _effect(node)
        case BlockNode():
            return _block(node)
        case _:
            return _leave(node)


def _step(step: StepNode) -> StepJson:
    return {
        "type": "step",
        "kind": step.kind,
        "name": step.name or None,
        "place": _place(step.place),
        "position": _times(step.position),
        "runs": step.is_run,
        "called_early": step.is_called_early,
        "arguments": [{"name": name, "text": text} for name, text in step.arguments],
        "conditions": list(step.conditions),
        "loops": list(step.loops),
        "captures": [{"name": each.name, "origins": _origins(each.origins)} for each in step.captures],
        "changes": list(step.changes),
        "returns": _returns(step.returns) if step.returns else None,
        "effects": [_effect(each) for each in step.effects],
        "nested_steps": [_step(each) for each in step.steps],
    }


def _returns(returns: Returns) -> ReturnsJson:
    return {
        "type": returns.type or None,
        "was": returns.was or None,
        "rejected": returns.rejected or None,
    }


def _effect(effect: EffectNode) -> EffectJson:
    return {
        "type": "effect",
        "effect": effect.kind,
        "access": effect.access,
        "name": effect.name,
        "place": _place(effect.place),
        "chain": [_link(each) for each in effect.chain],
        "runs": _times(effect.runs) if effect.runs else None,
    }


def _block(block: BlockNode) -> BlockJson:
    return {
        "type": "block",
        "kind": block.kind.value,
        "parts": [
            {"header": part.header, "place": _place(part.place), "nodes": _nodes(part.nodes)}
            for part in block.parts
        ],
        "origins": _origins(block.origins),
    }


def _leave(leave: LeaveNode) -> LeaveJson:
    return {"type": "leave", "text": leave.text, "place": _place(leave.place)}


def _origins(origins: Iterable[TaintOrigin]) -> list[OriginJson]:
    return [{"effect": each.kind, "name": each.name, "place": _place(each.place)} for each in origins]


def _link(link: Link) -> LinkJson:
    return {"call": link.call, "place": _place(link.place)}


def _place(place: SourcePlace) -> PlaceJson:
    found: PlaceJson = {"path": place.path, "line": place.line, "column": place.column}
    if place.cell_line.cell is not None:
        found["cell"] = place.cell_line.cell
    return found


def _times(times: Bounds) -> TimesJson:
    return {"min": times.least, "max": times.most}
