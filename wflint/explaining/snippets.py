"""Snippets of code as they are written, and their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wflint.domain.sites import Site
from wflint.explaining.nodes import Link, SourcePlace, TaintOrigin
from wflint.ir import nodes as ir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.domain.sites import Path
    from wflint.domain.taint import TaintSource
    from wflint.effects import Catalogue
    from wflint.files.text import CellLine, SourceText
    from wflint.findings import Span
    from wflint.trace.steps import StepCall
    from wflint.workspace.session import Session


_BROKEN_CHAIN: Final = re.compile(r" (\??\.\w+[<(])")
"""A call in a chain that begins a line: `.where(` below `db.select()`."""


class SourceSnippets:
    """Looks up the code of a session's files; secrets are left out."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sources: dict[str, SourceText] = {}

    def catalogue(self, site: Site) -> Catalogue:
        """Return what is known of calls in the language of some code."""
        return self._session.catalogue_of(site.module)

    def place(self, site: Site) -> SourcePlace:
        """Return the place of something; for a definition that of its name."""
        return self._place(self._session.span(site))

    def extent(self, site: Site) -> SourcePlace:
        """Return the place of the whole of something."""
        return self._place(self._session.extent(site))

    def _place(self, span: Span) -> SourcePlace:
        source = self._source(span.path)
        position = source.position(span.start)
        return SourcePlace(span.path, source.cell_line(position.line), position.column, span)

    def text(self, site: Site) -> str:
        """Return something as it is written, in one line."""
        return self._in_one_line(self._session.span(site))

    def whole(self, site: Site) -> str:
        """Return the whole of something as it is written, in one line."""
        return self._in_one_line(self._session.extent(site))

    def _in_one_line(self, span: Span) -> str:
        source = self._source(span.path)
        start, end = source.position(span.start), source.position(span.end)
        lines = [source.shown_line(number) for number in range(start.line, end.line + 1)]
        lines[-1] = lines[-1][: end.column - 1]
        lines[0] = lines[0][start.column - 1 :]
        text = " ".join(filter(None, (line.strip() for line in lines)))
        return _BROKEN_CHAIN.sub(r"\1", text)

    def registration(self, call: Site, handler: Site) -> str:
        """Return a registration as it is written, without a handler that is written in it and without type arguments."""
        outer, inner = self._session.span(call), self._session.extent(handler)
        text = self.text(call)
        if (outer.path, outer.start) != (inner.path, inner.start) and outer.start < inner.start < outer.end:
            written = self._source(outer.path).text[outer.start : inner.start]
            text = f"{' '.join(written.split())}...)"
        if isinstance(call.node, ir.Call) and call.node.types:
            name = self.text_at(call, call.node.func)
            last = self.text_at(call, call.node.types[-1])
            _, is_found, arguments = text.removeprefix(name).partition(last)
            text = f"{name}{arguments.lstrip(' ,>')}" if is_found else text
        return text

    def first_line(self, site: Site) -> str:
        """Return the first line of something, without a comment at its end."""
        span = self._session.span(site)
        source = self._source(span.path)
        start = source.position(span.start)
        line = source.shown_line(start.line)[start.column - 1 :]
        return line.partition("  #")[0].rstrip()

    def argument(self, step: StepCall, node: ir.Node | None) -> str:
        """Return an argument of a step as it is written; empty where it is not written at the call."""
        return self.text(step.site_of(node)) if node is not None else ""

    def text_at(self, site: Site, node: ir.Node) -> str:
        """Return another node of the same code as it is written."""
        return self.text(Site(site.module, node, site.enclosing_definition))

    def links(self, path: Path) -> tuple[Link, ...]:
        """Return the calls of a path."""
        return tuple(Link(self.text(site), self.place(site)) for site in path)

    def origins(self, sources: Iterable[TaintSource]) -> tuple[TaintOrigin, ...]:
        """Return where varying values come from, each once, in the order of the code."""
        found = {TaintOrigin(each.row.effect.value, each.name, self.place(each.site)) for each in sources}
        return tuple(sorted(found, key=_in_order))

    def _source(self, path: str) -> SourceText:
        if path not in self._sources:
            self._sources[path] = self._session.shown([path])[path]
        return self._sources[path]


def _in_order(origin: TaintOrigin) -> tuple[str, CellLine, int, str]:
    place = origin.place
    return place.path, place.cell_line, place.column, origin.name
