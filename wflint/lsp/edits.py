"""New texts of files as edits of the client's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from wflint.files.edits import line_edits
from wflint.files.text import SourceText

if TYPE_CHECKING:
    from wflint.lsp.position_mapper import FilePositions, PositionMapper


def workspace_edit(
    before: Mapping[str, SourceText], after: Mapping[str, str], mapper: PositionMapper, *, versioned: bool
) -> WorkspaceEdit | None:
    """Return the edit that turns old texts into new ones; `None` where nothing changes.

    Args:
        before: The texts of files as they were checked, by the paths that are shown.
        after: The new texts of some of them.
        mapper: The files as the client has them.
        versioned: Whether the client can tell whether an edit is meant for the state that its document is in.
    """
    edits: list[tuple[FilePositions, list[TextEdit]]] = []
    for display, text in after.items():
        for positions in mapper.positions(display):
            changes = list(_edits(before[display], text, positions)) if not positions.is_raw else []
            if changes:
                edits.append((positions, changes))
    if not edits:
        return None
    if not versioned:
        return WorkspaceEdit(changes={positions.uri: changes for positions, changes in edits})
    return WorkspaceEdit(document_changes=[_versioned(positions, changes) for positions, changes in edits])


def _versioned(positions: FilePositions, changes: list[TextEdit]) -> TextDocumentEdit:
    version = positions.document.version if positions.document is not None else None
    return TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(positions.uri, version), list(changes))


def _edits(before: SourceText, after: str, positions: FilePositions) -> Iterator[TextEdit]:
    old = SourceText(before.path, positions.own(before.text))
    for edit in line_edits(old, positions.own(after)):
        place = positions.written(edit.span.start, edit.span.end)
        if place is not None:
            yield TextEdit(place, edit.text)
