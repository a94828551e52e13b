"""Build text edits of nodes and statements."""

from __future__ import annotations

import libcst as cst

from wflint.findings import Edit, Span
from wflint.languages.python.rewriting.source_view import SourceView
from wflint.languages.python.rewriting.syntax_tree import SyntaxTree


class EditBuilder:
    """Builds edits of one file, in terms of the nodes of one top-level definition."""

    def __init__(self, view: SourceView, tree: SyntaxTree) -> None:
        self._view = view
        self._tree = tree

    def span(self, start: int, end: int, text: str) -> Edit:
        """Replace a stretch of the file."""
        return Edit(Span(self._view.parsed.source.path, start, end), text)

    def replace(self, node: cst.CSTNode, text: str) -> Edit:
        """Replace a node, but not the parentheses around it."""
        return self.span(*self._view.extent(node), text)

    def replace_outer(self, node: cst.CSTNode, text: str) -> Edit:
        """Replace a node and the parentheses around it."""
        return self.span(*self._view.outer_extent(node), text)

    def put_await(self, node: cst.CSTNode, text: str = "") -> Edit:
        """Await an expression where it stands, or what is written in its place."""
        text = f"await {text or self._view.code(node)}"
        return self.replace(node, f"({text})" if self._tree.needs_parentheses(node) else text)

    def drop_return_type(self, function: cst.FunctionDef) -> list[Edit]:
        """Take away the annotation that says what a function has returned so far."""
        if function.returns is None:
            return []
        start, end = self._view.extent(function.returns.annotation)
        return [self.span(self._view.text.rindex(")", 0, start) + 1, end, "")]

    def insert_before(self, statement: cst.CSTNode, lines: list[str], *, apart: bool = False) -> Edit:
        """Put lines before a statement, indented like it; `apart` keeps blank lines around them."""
        view = self._view
        indent = view.indent(statement)
        at = view.line_start(view.extent(statement)[0])
        written = [f"{indent}{line}" if line else "" for line in lines]
        if apart:
            if view.needs_blank_line(at):
                written.insert(0, "")
            written.append("")
        return self.span(at, at, "".join(f"{line}{view.newline}" for line in written))

    def remove(self, statement: cst.CSTNode) -> Edit:
        """Take out the lines of a statement, and the blank lines after it where there are some before it as well."""
        view, source = self._view, self._view.parsed.source
        start, end = view.extent(statement)
        first, last = source.line_of(start), source.line_of(max(end - 1, start))
        if first > 1 and not source.line_text(first - 1).strip():
            while last < source.line_count - 1 and not source.line_text(last + 1).strip():
                last += 1
        behind = source.line_start(last + 1) if last < source.line_count else len(view.text)
        return self.span(view.line_start(start), behind, "")
