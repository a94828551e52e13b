"""The protocol as pygls speaks it, with documents of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from wflint.lsp.server import Server


class Protocol(LanguageServerProtocol):
    """Hands documents to the server's own store.

    That of pygls ends lines where `str.splitlines` does, at form feeds and more, which no client and not Python itself does.
    Its handlers are generators, and it keeps something of every call of such a one forever; ours are plain functions.
    """

    @property
    def _own(self) -> Server:
        return cast("Server", self._server)

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
        item = params.text_document
        self._own.opened(item)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidChangeTextDocumentParams
    ) -> None:
        """Change a document."""
        identifier = params.text_document
        self._own.documents.change(identifier.uri, identifier.version, params.content_changes)
        self._own.changed()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(  # pyright: ignore[reportIncompatibleMethodOverride] - see above
        self, params: types.DidCloseTextDocumentParams
    ) -> None:
        """Leave a document to the disk."""
        self._own.documents.close(params.text_document.uri)
        self._own.changed()
