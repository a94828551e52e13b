"""Code lenses: a line above each handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import CodeLens, Command

from wflint.report.quantities import many_steps
from wflint.report.summary import count

if TYPE_CHECKING:
    from wflint.explaining import Workflow
    from wflint.lsp.model import Model

SHOW_WORKFLOW: Final = "wflint.showWorkflow"


def code_lenses(model: Model) -> list[CodeLens]:
    """Return the lenses of a file: what each workflow comes to, and a way to see it whole."""
    lenses: list[CodeLens] = []
    for workflow in model.own_workflows:
        span = workflow.shown_at.span
        place = model.positions.range(span.start, span.end)
        if place is not None:
            arguments = [model.positions.uri, workflow.name]
            lenses.append(
                CodeLens(place, Command(_title(workflow, model), SHOW_WORKFLOW, arguments=arguments))
            )
    return lenses


def _title(workflow: Workflow, model: Model) -> str:
    # In Next.js, every handler is called POST.
    findings = sum(
        (each.handler, each.handler_path) == (workflow.name, model.display) for each in model.findings
    )
    kind = "workflow" if workflow.served is not None else "workflow helper"
    parts = [many_steps(workflow.step_count), count(findings, "finding") if findings else "", f"show {kind}"]
    return " · ".join(filter(None, parts))
