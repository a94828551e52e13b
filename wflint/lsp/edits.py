"""New texts of files as edits of the client's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

if TYPE_CHECKING:
    from wflint.files.text import SourceText
    from wflint.lsp.sheets import Sheet, Sheets


def workspace_edit(
    before: Mapping[str, SourceText], after: Mapping[str, str], sheets: Sheets, *, versioned: bool
) -> WorkspaceEdit | None:
    """The edit that turns old texts into new ones; `None` where nothing changes.

    Args:
        before: The texts of files as they were checked, by the paths that are shown.
        after: The new texts of some of them.
        sheets: The files as the client has them.
        versioned: Whether the client can tell whether an edit is meant for the state that its document is in.
    """
    edits: list[tuple[Sheet, list[TextEdit]]] = []
    for display, text in after.items():
        sheet = sheets.sheet(display)
        changes = list(_edits(before[display], text, sheet)) if sheet is not None else []
        if sheet is not None and changes:
            edits.append((sheet, changes))
    if not edits:
        return None
    if not versioned:
        return WorkspaceEdit(changes={sheet.uri: changes for sheet, changes in edits})
    return WorkspaceEdit(document_changes=[_versioned(sheet, changes) for sheet, changes in edits])


def _versioned(sheet: Sheet, changes: list[TextEdit]) -> TextDocumentEdit:
    version = sheet.document.version if sheet.document is not None else None
    return TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(sheet.uri, version), list(changes))


def _edits(before: SourceText, after: str, sheet: Sheet) -> Iterator[TextEdit]:
    """An edit for each run of lines that differ."""
    old = _lines(before)
    new = _lines(type(before)(before.path, after))
    starts = [*before.line_starts, len(before.text)]
    for tag, first, last, new_first, new_last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            place = sheet.range(starts[first], starts[last])
            if place is not None:
                yield TextEdit(place, "".join(new[new_first:new_last]))


def _lines(source: SourceText) -> list[str]:
    starts = [*source.line_starts, len(source.text)]
    return [source.text[start:end] for start, end in pairwise(starts)]
