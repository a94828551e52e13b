"""The notebooks that are open in the editor: which documents are their cells, and what they are as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    NotebookCellKind,
    NotebookDocumentFilterNotebookType,
    NotebookDocumentFilterWithNotebook,
    NotebookDocumentSyncOptions,
)

from wflint.files.notebook import LANGUAGE
from wflint.record import record

if TYPE_CHECKING:
    from lsprotocol.types import NotebookCell, NotebookCellArrayChange

    from wflint.lsp.document import Document

NOTEBOOK_SYNC: Final = NotebookDocumentSyncOptions(
    [NotebookDocumentFilterWithNotebook(NotebookDocumentFilterNotebookType("jupyter-notebook"))]
)
"""Which notebooks clients tell of, with all their cells, so that these have the numbers that they have in the file."""


@record
class OpenNotebook:
    """A notebook that is open.

    Attributes:
        path: The file that it stands for, without symbolic links.
        version: The client's version of it.
        cells: Its cells in their order, by the URIs of their documents, each with whether it holds code.
    """

    path: Path
    version: int
    cells: tuple[tuple[str, bool], ...]

    def changed(self, version: int, change: NotebookCellArrayChange | None) -> OpenNotebook:
        """Return the notebook after cells have come, gone or moved."""
        cells = list(self.cells)
        if change is not None:
            cells[change.start : change.start + change.delete_count] = listed(change.cells or ())
        return OpenNotebook(self.path, version, tuple(cells))


def listed(cells: Sequence[NotebookCell]) -> tuple[tuple[str, bool], ...]:
    """Return cells by the URIs of their documents, each with whether it holds code."""
    return tuple((cell.document, cell.kind == NotebookCellKind.Code) for cell in cells)


@dataclass(frozen=True)
class NotebookDocument:
    """One state of an open notebook, which stands for the file on disk.

    Attributes:
        path: The file, without symbolic links.
        cells: The documents of its cells, in their order; `None` for those that hold no code.
    """

    path: Path
    cells: tuple[Document | None, ...]
    language: str = LANGUAGE

    def cell(self, uri: str) -> Document | None:
        """Return the cell with a URI."""
        return next((each for each in self.cells if each is not None and each.uri == uri), None)

    @cached_property
    def data(self) -> bytes:
        """Return a notebook with these cells, without what no check looks at."""
        cells = [
            {"cell_type": "code", "source": cell.source.text.encode("utf-8", "replace").decode()}
            if cell is not None
            else {"cell_type": "markdown", "source": ""}
            for cell in self.cells
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
