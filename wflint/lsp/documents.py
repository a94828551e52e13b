"""The documents that are open in the editor, which stand for the files on disk."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol.types import TextDocumentContentChangePartial

from wflint.files.notebook import LANGUAGE, SUFFIX
from wflint.files.text import SourceText
from wflint.languages import EDITOR_IDS
from wflint.lsp.document import Change, Document
from wflint.lsp.notebooks import NotebookDocument, OpenNotebook, listed
from wflint.lsp.positions import offset_at
from wflint.lsp.untitled import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lsprotocol.types import (
        DidChangeNotebookDocumentParams,
        DidOpenNotebookDocumentParams,
        TextDocumentContentChangeEvent,
        TextDocumentItem,
    )

    from wflint.lsp.positions import Encoding

OpenFile = Document | NotebookDocument
"""What stands for a file on disk."""


class Documents:
    """All open documents; what this class does not know it ignores, as the protocol has it."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._documents: dict[str, Document] = {}
        self._notebooks: dict[str, OpenNotebook] = {}
        self._serials = count(1)

    def __iter__(self) -> Iterator[OpenFile]:
        """Iterate over the files that are open."""
        yield from [document for document in self._documents.values() if not document.is_cell]
        for notebook in list(self._notebooks.values()):
            codes = (self._documents.get(uri) if is_code else None for uri, is_code in notebook.cells)
            cells = tuple(each if each is not None and each.language == LANGUAGE else None for each in codes)
            yield NotebookDocument(notebook.path, cells)

    @property
    def texts(self) -> list[Document]:
        """Return the documents with text, the cells of notebooks among them."""
        return list(self._documents.values())

    def get(self, uri: str) -> Document | None:
        """Return the document of an URI."""
        return self._documents.get(uri)

    def open(self, item: TextDocumentItem, folder: Path) -> None:
        """Take over a document; one that wflint does not read is left alone.

        Args:
            item: The document.
            folder: Where it would be saved if it has no name yet.
        """
        path = path_of(item.uri, EDITOR_IDS.get(item.language_id), folder)
        if path is not None:
            self._take(item, path, is_cell=False)

    def _take(self, item: TextDocumentItem, path: Path, *, is_cell: bool) -> None:
        source = SourceText(path.as_posix(), item.text)
        serial = next(self._serials)
        self._documents[item.uri] = Document(
            item.uri, path, item.language_id, item.version, serial, source, is_cell
        )

    def change(self, uri: str, version: int, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Apply changes, each to the result of the one before."""
        for change in changes:
            document = self._documents.get(uri)
            if document is not None:
                self._documents[uri] = self._changed(document, version, change)

    def _changed(self, document: Document, version: int, change: TextDocumentContentChangeEvent) -> Document:
        old = document.source
        start, end = 0, len(old.text)
        if isinstance(change, TextDocumentContentChangePartial):
            start = offset_at(old, change.range.start, self.encoding)
            end = max(start, offset_at(old, change.range.end, self.encoding))
        source = SourceText(old.path, old.text[:start] + change.text + old.text[end:])
        serial = next(self._serials)
        pending_changes = (*document.pending_changes, Change(serial, start, end, len(change.text)))
        return replace(
            document, version=version, serial=serial, source=source, pending_changes=pending_changes
        )

    def close(self, uri: str) -> None:
        """Leave a document to the disk again."""
        self._documents.pop(uri, None)

    def open_notebook(self, params: DidOpenNotebookDocumentParams, folder: Path) -> None:
        """Take over a notebook; one that is no file is left alone."""
        given = params.notebook_document
        path = path_of(given.uri, SUFFIX, folder)
        if path is not None:
            self._notebooks[given.uri] = OpenNotebook(path, given.version, listed(given.cells))
            self._take_cells(path, params.cell_text_documents)

    def change_notebook(self, params: DidChangeNotebookDocumentParams) -> None:
        """Apply changes of the cells of a notebook, and of the texts in them."""
        uri, cells = params.notebook_document.uri, params.change.cells
        notebook = self._notebooks.get(uri)
        if notebook is None or cells is None:
            return
        structure = cells.structure
        if structure is not None:
            self._notebooks[uri] = notebook.changed(params.notebook_document.version, structure.array)
            for closed in structure.did_close or ():
                self.close(closed.uri)
            self._take_cells(notebook.path, structure.did_open or ())
        for each in cells.text_content or ():
            self.change(each.document.uri, each.document.version, each.changes)

    def close_notebook(self, uri: str) -> list[str]:
        """Leave a notebook to the disk again, and return the URIs of its cells."""
        notebook = self._notebooks.pop(uri, None)
        cells = [cell for cell, _ in notebook.cells] if notebook is not None else []
        for cell in cells:
            self.close(cell)
        return cells

    def _take_cells(self, path: Path, cells: Iterable[TextDocumentItem]) -> None:
        for cell in cells:
            self._take(cell, path, is_cell=True)

    def prune_changes(self, files: Iterable[OpenFile]) -> None:
        """Forget how documents came to these states."""
        for state in (each for file in files for each in texts_of(file)):
            now = self._documents.get(state.uri)
            if now is not None:
                later = tuple(change for change in now.pending_changes if change.serial > state.serial)
                self._documents[state.uri] = replace(now, pending_changes=later)


def texts_of(file: OpenFile) -> Sequence[Document]:
    """Return the documents that a file consists of."""
    if isinstance(file, Document):
        return [file]
    return [cell for cell in file.cells if cell is not None]
