"""The protocol as pygls speaks it, with documents of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method


class DocumentSink(Protocol):
    """Takes what the client says of its documents."""

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take a document over from the disk."""

    def edited(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Change a document."""

    def closed(self, uri: str) -> None:
        """Leave a document to the disk again."""

    def opened_notebook(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Take a notebook over from the disk."""

    def edited_notebook(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Change a notebook."""

    def closed_notebook(self, uri: str) -> None:
        """Leave a notebook to the disk again."""


class OwnDocuments(LanguageServerProtocol):
    """Hands documents to the server's own store.

    That of pygls ends lines where `str.splitlines` does, at form feeds and more, which no client and not Python itself does.
    Its handlers are generators, and it keeps something of every call of such a one forever; ours are plain functions.
    """

    @property
    def _sink(self) -> DocumentSink:
        return cast("DocumentSink", self._server)

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 - any message
        """Read a message; a request that makes no sense is answered, which pygls does not do."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidOpenTextDocumentParams
    ) -> None:
        """Take a document over from the disk."""
        self._sink.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidChangeTextDocumentParams
    ) -> None:
        """Change a document."""
        identifier = params.text_document
        self._sink.edited(identifier.uri, identifier.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidCloseTextDocumentParams
    ) -> None:
        """Leave a document to the disk."""
        self._sink.closed(params.text_document.uri)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidOpenNotebookDocumentParams
    ) -> None:
        """Take a notebook over from the disk."""
        self._sink.opened_notebook(params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidChangeNotebookDocumentParams
    ) -> None:
        """Change a notebook."""
        self._sink.edited_notebook(params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidCloseNotebookDocumentParams
    ) -> None:
        """Leave a notebook to the disk."""
        self._sink.closed_notebook(params.notebook_document.uri)
