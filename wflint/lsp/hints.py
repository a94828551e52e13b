"""Inlay hints: which step of a run a call is, and how often the code between steps runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol.types import InlayHint

from wflint.explaining.bounds import Bounds
from wflint.lsp.model import all_steps
from wflint.report.quantities import count_text, ordinal

if TYPE_CHECKING:
    from wflint.explaining import Workflow
    from wflint.explaining.nodes import StepNode
    from wflint.files.text import SourceText
    from wflint.lsp.model import Model
    from wflint.lsp.settings import ClientSettings

_CLOSING: Final = ")]}"
_BEHIND: Final = (
    "A finished step is not done again, but the code between steps is, in every pass that comes here."
)


def inlay_hints(model: Model, settings: ClientSettings) -> list[InlayHint]:
    """Return the hints of a file, in its order."""
    hints: list[InlayHint] = []
    if settings.step_hints:
        hints += _of_steps(model)
    if settings.run_hints:
        hints += _of_preludes(model)
        hints += _of_regions(model)
    return sorted(hints, key=lambda hint: (hint.position.line, hint.position.character))


def _of_steps(model: Model) -> Iterator[InlayHint]:
    for (start, end), steps in model.steps().items():
        place = model.positions.range(start, end)
        if place is not None and any(step.is_run for step in steps):
            number = ordinal(Bounds.union(step.position for step in steps))
            tooltip = f"This is step {number} of a run."
            yield InlayHint(place.start, f"#{number}", tooltip=tooltip, padding_right=True)


def _of_preludes(model: Model) -> Iterator[InlayHint]:
    for workflow in model.own_workflows:
        if workflow.prelude_runs is not None:
            line = model.source.line_of(workflow.shown_at.span.start)
            tooltip = f"The code before the first step runs again {workflow.every}."
            yield from _behind_line(model, line, prelude_text(workflow, workflow.prelude_runs), tooltip)


def prelude_text(workflow: Workflow, runs: Bounds) -> str:
    """Return how often the code before the first step runs, by the number of steps where that has no limit."""
    steps = all_steps((*workflow.body, *workflow.tail))
    if runs.most is None and workflow.passes.formula and not any(step.kind == "call" for step in steps):
        return f"runs {workflow.passes.formula} times for n steps"
    return f"runs {count_text(runs)}"


def _of_regions(model: Model) -> Iterator[InlayHint]:
    steps = model.steps()
    starts = {model.source.line_of(start) for start, _ in steps}
    for (start, end), alike in steps.items():
        known = [step.runs_after for step in alike if step.runs_after is not None]
        line = _line_behind(model.source, start, end)
        if (
            known
            and not _runs_once(model, alike[0])
            and line is not None
            and line not in starts
            and _is_inside(model, alike[0], line)
        ):
            yield from _behind_line(model, line, f"runs {count_text(Bounds.union(known))}", _BEHIND)


def _runs_once(model: Model, step: StepNode) -> bool:
    """Return whether the code of the workflow that a step is written in runs once, unless the run is recovered."""
    around = [each for each in model.own_workflows if _holds(each, step)]
    return bool(around) and not any(each.passes.formula for each in around)


def _holds(workflow: Workflow, step: StepNode) -> bool:
    span = workflow.extent.span
    return span.path == step.place.span.path and span.start <= step.place.span.start < span.end


def _line_behind(source: SourceText, start: int, end: int) -> int | None:
    """Return the line of the next statement after a step, where it is in the same block."""
    first = source.line_of(start)
    for line in range(source.line_of(end) + 1, source.line_count + 1):
        text = source.line_text(line).strip()
        if text and not text.startswith("#") and text[0] not in _CLOSING:
            return line if _indent(source, line) == _indent(source, first) else None
    return None


def _indent(source: SourceText, line: int) -> str:
    text = source.line_text(line)
    return text[: len(text) - len(text.lstrip())]


def _is_inside(model: Model, step: StepNode, line: int) -> bool:
    """Return whether a line belongs to the workflow that a step is written in, where that is known."""
    offset = model.source.line_start(line)
    around = [each.extent.span for each in model.own_workflows if _holds(each, step)]
    return all(span.start <= offset < span.end for span in around)


def _behind_line(model: Model, line: int, label: str, tooltip: str) -> Iterator[InlayHint]:
    end = model.source.line_start(line) + len(model.source.line_text(line))
    place = model.positions.range(end, end)
    if place is not None:
        yield InlayHint(place.start, label, tooltip=tooltip, padding_left=True)
