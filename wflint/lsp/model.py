"""The workflow model of one file, for the features that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import Range

from wflint.explaining import Workflow
from wflint.explaining.nodes import BlockNode, StepNode, TreeNode
from wflint.files.text import SourceText
from wflint.findings import Finding
from wflint.lsp.document import Document
from wflint.lsp.position_mapper import FilePositions, PositionMapper
from wflint.record import record


@record
class Model:
    """What is known of one open file, or of one open cell of a notebook.

    Attributes:
        display: The file as spans name it.
        positions: Where its spans are in the client's document; those of other cells are nowhere.
        source: Its text that the workflows speak of, which may be older than the document.
        workflows: The workflows of the whole workspace.
        findings: All findings of the workspace that no baseline holds.
        placed: Those in the document and those that a baseline holds, with their places in the client's document.
        elsewhere: Those in other cells of the notebook that it is a cell of.
    """

    display: str
    positions: FilePositions
    source: SourceText
    workflows: tuple[Workflow, ...]
    findings: tuple[Finding, ...]
    placed: tuple[tuple[Range, Finding], ...]
    elsewhere: tuple[Finding, ...] = ()

    @property
    def own_workflows(self) -> list[Workflow]:
        """Return the workflows that are defined in the file, or by a factory for it."""
        return [each for each in self.workflows if each.shown_at.path == self.display]

    def steps(self) -> dict[tuple[int, int], list[StepNode]]:
        """Return the steps that are called in the file, by their offsets; several where several workflows come there."""
        found: dict[tuple[int, int], list[StepNode]] = {}
        for workflow in self.workflows:
            for step in all_steps((*workflow.prelude, *workflow.body, *workflow.tail)):
                span = step.place.span
                if span.path == self.display:
                    found.setdefault((span.start, span.end), []).append(step)
        return dict(sorted(found.items()))


def all_steps(nodes: Iterable[TreeNode]) -> Iterator[StepNode]:
    """Yield every step of a tree, in order; those that only a step's function starts left out."""
    for node in nodes:
        match node:
            case StepNode():
                yield node
            case BlockNode():
                for part in node.parts:
                    yield from all_steps(part.nodes)
            case _:
                pass


def model_of(document: Document, mapper: PositionMapper, workflows: tuple[Workflow, ...]) -> Model | None:
    """Return what is known of a document; `None` for one that was not checked, or holds more than code.

    Args:
        document: The document.
        mapper: The files of the last check.
        workflows: What the last explanation says.
    """
    report = mapper.checked.report
    display = next((path for path in report.sources if mapper.path(path) == document.path), None)
    found = mapper.positions(display) if display is not None else ()
    positions = next((each for each in found if each.uri == document.uri and not each.is_raw), None)
    if display is None or positions is None:
        return None
    findings = (*report.findings, *mapper.checked.known)
    places = [
        (place, each) for each in findings if each.span.path == display and (place := mapper.place(each))
    ]
    return Model(
        display,
        positions,
        report.sources[display],
        workflows,
        report.findings,
        tuple((place.range, finding) for place, finding in places if place.uri == document.uri),
        tuple(finding for place, finding in places if place.uri != document.uri),
    )
