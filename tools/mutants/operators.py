"""Every small change that can be made to a source file: the other comparison, a condition turned round, a call left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_OTHER_COMPARISON: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_OTHER_OPERATOR: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a file.

    Attributes:
        line: The line of what is changed, from 1.
        start: The offset of the first byte that is replaced.
        end: The offset after the last one.
        text: What comes there.
        what: What is done, in words.
    """

    line: int
    start: int
    end: int
    text: bytes
    what: str

    def applied(self, source: bytes) -> bytes:
        """Return a file with the change made."""
        return source[: self.start] + self.text + source[self.end :]


def changes(source: bytes) -> list[Change]:
    """Return every change of a Python file, in the order of its places."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda each: (each.start, each.what))


class _Finder(ast.NodeVisitor):
    """Collects the changes; annotations, decorators and what only a type checker reads are left alone."""

    def __init__(self, source: bytes) -> None:
        self.found: list[Change] = []
        self._source = source
        lengths = [len(line) for line in source.splitlines(keepends=True)]
        self._starts = [sum(lengths[:line]) for line in range(len(lengths) + 1)]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Look into the body and the defaults."""
        self._visit_function(node)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in (
            *node.args.defaults,
            *(default for default in node.args.kw_defaults if default),
            *node.body,
        ):
            self.visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Look at the value."""
        if node.value is not None:
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        """Turn the condition round."""
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Turn the condition round."""
        self._negate(node.test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Compare otherwise."""
        left: ast.expr = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            self._swap(left, right, _OTHER_COMPARISON[type(operator)])
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Write `or` for `and`, and the other way round."""
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        self._swap(node.values[0], node.values[1], words)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Take another operator."""
        if type(node.op) in _OTHER_OPERATOR:
            self._swap(node.left, node.right, _OTHER_OPERATOR[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Leave out `not`."""
        if isinstance(node.op, ast.Not):
            self._replace(self._at(node), self._at(node.operand), b"", node.lineno, "leave out `not`")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take another truth value, or the next number."""
        if isinstance(node.value, (bool, int)):
            other = str(not node.value) if isinstance(node.value, bool) else str(node.value + 1)
            self._replace(
                self._at(node), self._end(node), other.encode(), node.lineno, f"{node.value} becomes {other}"
            )

    def visit_Return(self, node: ast.Return) -> None:
        """Return nothing."""
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._replace(self._at(node.value), self._end(node.value), b"None", node.lineno, "return `None`")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Leave out a call whose value nobody wants."""
        if isinstance(node.value, ast.Call):
            self._replace(self._at(node), self._end(node), b"pass", node.lineno, "leave out the call")
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Leave out a change of a variable."""
        self._replace(self._at(node), self._end(node), b"pass", node.lineno, "leave out the assignment")
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Look into the body and the defaults."""
        self._visit_function(node)

    def _negate(self, test: ast.expr) -> None:
        start, end = self._at(test), self._end(test)
        if not isinstance(test, ast.UnaryOp):
            text = b"(not (" + self._source[start:end] + b"))"
            self._replace(start, end, text, test.lineno, "turn the condition round")

    def _swap(self, left: ast.expr, right: ast.expr, words: tuple[str, str]) -> None:
        old, new = words
        start, end = self._end(left), self._at(right)
        between = self._source[start:end]
        if between.count(old.encode()) == 1:
            text = between.replace(old.encode(), new.encode())
            self._replace(start, end, text, left.end_lineno or left.lineno, f"`{old}` becomes `{new}`")

    def _replace(self, start: int, end: int, text: bytes, line: int, what: str) -> None:
        self.found.append(Change(line, start, end, text, what))

    def _at(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)


def iterate(source: bytes) -> Iterator[Change]:
    """Yield the changes that leave a file that compiles and is another one."""
    for each in changes(source):
        changed = each.applied(source)
        try:
            compile(changed, "mutant.py", "exec", dont_inherit=True)
        except SyntaxError:
            continue
        if changed != source:
            yield each
