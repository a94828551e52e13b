"""Brings diagnostics to the client: pushed, or kept until it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from lsprotocol.types import (
    Diagnostic,
    PublishDiagnosticsParams,
    RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lsprotocol.types import DocumentDiagnosticReport

    from wflint.lsp.document import Document


@dataclass(slots=True)
class _Shown:
    """What there is for one file, under a name that changes with it."""

    items: list[Diagnostic]
    name: str
    pushed: tuple[int | None, list[Diagnostic]] | None = None


@dataclass(slots=True)
class Publisher:
    """Knows what the client has been told.

    Attributes:
        push: Sends the diagnostics of one file.
        pulls: Whether the client asks for those of open documents; they are not pushed then, or it would show them twice.
    """

    push: Callable[[PublishDiagnosticsParams], None]
    pulls: bool
    _shown: dict[str, _Shown] = field(default_factory=dict[str, _Shown])
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def update(
        self, found: Mapping[str, list[Diagnostic]], documents: Mapping[str, Document], *, open_only: bool
    ) -> bool:
        """Take over the diagnostics of all files; whether any has changed.

        Args:
            found: The diagnostics by URI.
            documents: The open documents by URI.
            open_only: Whether only open documents may have diagnostics.
        """
        changed = False
        wanted = {uri: items for uri, items in found.items() if not open_only or uri in documents}
        for uri in {*self._shown, *wanted, *documents}:
            items = wanted.get(uri, [])
            shown = self._shown.get(uri)
            if shown is None or shown.items != items:
                changed |= shown is not None or bool(items)
                pushed = shown.pushed if shown is not None else None
                shown = self._shown[uri] = _Shown(items, str(next(self._names)), pushed)
            self._push(uri, shown, documents.get(uri))
            if not items and uri not in documents:
                del self._shown[uri]
        return changed

    def opened(self, uri: str) -> None:
        """Tell of a file anew, which the client may have forgotten when it closed it."""
        if uri in self._shown and not self.pulls:
            self._shown[uri].pushed = None

    def closed(self, uri: str) -> None:
        """Take back what was told of a document that is closed and that no check looks at any more."""
        shown = self._shown.pop(uri, None)
        if shown is not None and shown.pushed is not None:
            self.push(PublishDiagnosticsParams(uri, []))

    def _push(self, uri: str, shown: _Shown, document: Document | None) -> None:
        version = document.version if document is not None else None
        is_pulled = self.pulls and document is not None
        now = (version, [] if is_pulled else shown.items)
        is_news = not is_pulled and (document is not None or bool(shown.items))
        if now != shown.pushed and (is_news or shown.pushed is not None):
            shown.pushed = now
            self.push(PublishDiagnosticsParams(uri, now[1], version))

    def report(self, uri: str, known: str | None) -> DocumentDiagnosticReport:
        """Return what a client is told that asks for a file's diagnostics and knows those of a name."""
        shown = self._shown.get(uri) or _Shown([], "0")
        if known == shown.name:
            return RelatedUnchangedDocumentDiagnosticReport(shown.name)
        return RelatedFullDocumentDiagnosticReport(shown.items, result_id=shown.name)
