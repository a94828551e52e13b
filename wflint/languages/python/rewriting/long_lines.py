"""Split calls that do not fit into a line, as Ruff and Black do."""

from __future__ import annotations

import re

import libcst as cst

from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record

_PRAGMA = re.compile(r"#\s*(noqa|nosec|fmt:|type:|ty:|pyright:|pyrefly:|pylint:|mypy:|wflint:)")
"""A comment about its own line, which the end of a call would take to another one."""


def fitted(syntax: SyntaxContext, whole: cst.CSTNode, text: str) -> str:
    """Return a call in the place of a node, split over lines where the project's formatter would do that.

    Only what a statement does, assigns, returns or asks is split: around anything else, the formatter may choose other brackets.
    """
    view, limit = syntax.view, syntax.line_length
    parent = syntax.tree.parent(whole)
    if limit is None or "\n" in text or "\r" in text or view.extent(whole) != view.outer_extent(whole):
        return text
    if not isinstance(parent, (cst.Expr, cst.Assign, cst.AnnAssign, cst.Return, cst.If, cst.While)):
        return text
    start, end = view.extent(whole)
    before = view.text[view.line_start(start) : start]
    behind = view.text[end:].partition("\n")[0].rstrip("\r")
    indent = view.line_indent(whole)
    if "\t" in before or _PRAGMA.search(behind) or len(before) + len(text) + len(behind) <= limit:
        return text
    return _Splitting(limit, view.indent_unit, view.newline).split(cst.parse_expression(text), indent)


@record
class _Splitting:
    """How calls are split: the longest line, one level of indentation and the end of a line."""

    limit: int
    indent_unit: str
    newline: str

    def split(self, node: cst.BaseExpression, indent: str) -> str:
        """Return a call over several lines: its arguments in one line if they fit, else each in its own."""
        call = node.expression if isinstance(node, cst.Await) else node
        # Of a chain of calls, formatters split others first.
        if not isinstance(call, cst.Call) or not call.args or not _is_dotted(call.func):
            return _code(node)
        inner = indent + self.indent_unit
        arguments = [each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in call.args]
        together = ", ".join(map(_code, arguments))
        if len(inner) + len(together) > self.limit:
            together = f",{self.newline}{inner}".join(self._argument(each, inner) for each in arguments) + ","
        head = f"{'await ' if call is not node else ''}{_code(call.func)}("
        return f"{head}{self.newline}{inner}{together}{self.newline}{indent})"

    def _argument(self, argument: cst.Arg, indent: str) -> str:
        text = _code(argument)
        if len(indent) + len(text) < self.limit:
            return text
        return text.removesuffix(_code(argument.value)) + self.split(argument.value, indent)


def _is_dotted(node: cst.CSTNode) -> bool:
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)
