"""One top-level definition of a file, with what a rewrite looks up in it: parents, extents, text, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

import libcst as cst

from wflint.findings import Edit, Span
from wflint.ir.rewriting import RefusedError
from wflint.languages.python.parse import PythonModule

_Node = TypeVar("_Node", bound=cst.CSTNode)
Function = cst.FunctionDef | cst.Lambda
Comprehension = cst.ListComp | cst.SetComp | cst.DictComp | cst.GeneratorExp

_TIGHT = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.SimpleString,
    cst.FormattedString,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
)
_STRINGS = (cst.SimpleString, cst.FormattedString)
_COMMENT = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)")
_WORD = re.compile(r"[^\W\d]\w*")


class Region:
    """The part of a file that a rewrite happens in.

    Attributes:
        parsed: The file.
        outermost: The top-level definition, the whole file for code outside of any.
    """

    def __init__(self, parsed: PythonModule, outermost: object) -> None:
        self.parsed = parsed
        self.outermost = outermost if isinstance(outermost, (cst.FunctionDef, cst.ClassDef)) else parsed.tree
        self.text = parsed.source.text
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        # LibCST finds the children of a node by visiting them, which is dear; the locator has passed all of them.
        self._children: dict[cst.CSTNode, list[cst.CSTNode]] = {}
        around: list[cst.CSTNode] = []
        for depth, node in parsed.locator.nodes(self.outermost):
            del around[depth:]
            self._children[node] = []
            if around:
                self._parents[node] = around[-1]
                self._children[around[-1]].append(node)
            around.append(node)

    # --- up and down the tree ---

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around a node; `None` for the outermost one."""
        return self._parents.get(node)

    def above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around a node, innermost first."""
        at = self._parents.get(node)
        while at is not None:
            yield at
            at = self._parents.get(at)

    def below(self, node: cst.CSTNode, *kinds: type[_Node]) -> list[_Node]:
        """A node and the nodes in it of some kinds, in the order of the code."""
        found: list[_Node] = []
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if isinstance(at, kinds):
                found.append(at)
            children = self._children.get(at)
            waiting.extend(reversed(at.children if children is None else children))
        return found

    def function(self, node: cst.CSTNode) -> Function | None:
        """The innermost function whose body a node stands in: not one whose decorator, default or annotation it is."""
        inner = node
        for outer in self.above(node):
            if isinstance(outer, Function) and inner is outer.body:
                return outer
            inner = outer
        return None

    def statement(self, node: cst.CSTNode) -> cst.BaseStatement:
        """The statement around a node that has lines of its own.

        Raises:
            RefusedError: It shares its line with others.
        """
        for each in (node, *self.above(node)):
            if isinstance(each, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
                if isinstance(each, cst.SimpleStatementLine) and len(each.body) > 1:
                    raise RefusedError("it shares its line with other statements")
                if isinstance(self.parent(each), (cst.IndentedBlock, cst.Module)):
                    return each
            if isinstance(each, cst.SimpleStatementSuite):
                raise RefusedError("it shares its line with other statements")
        raise RefusedError("it is no part of a statement")

    def block_of(self, statement: cst.BaseStatement) -> tuple[list[cst.BaseStatement], int]:
        """The statements around a statement that run one after the other, and its place among them."""
        parent = self.parent(statement)
        if not isinstance(parent, (cst.IndentedBlock, cst.Module)):
            return [statement], 0
        statements: list[cst.BaseStatement] = list(parent.body)
        return statements, next(place for place, each in enumerate(statements) if each is statement)

    def awaited(self, node: cst.CSTNode) -> cst.CSTNode:
        """The `await` around an expression, or the expression itself where there is none."""
        parent = self.parent(node)
        return parent if isinstance(parent, cst.Await) else node

    # --- text ---

    def extent(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node stands, without the parentheses around it."""
        return self.parsed.locator.extent(node, self.outermost)

    def outer_extent(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node stands with the parentheses around it."""
        start, end = self.extent(node)
        if isinstance(node, cst.BaseExpression) and node.lpar:
            return self.extent(node.lpar[0])[0], self.extent(node.rpar[-1])[1]
        return start, end

    def source(self, node: cst.CSTNode) -> str:
        """The text of a node, without the parentheses around it."""
        start, end = self.extent(node)
        return self.text[start:end]

    def operand(self, node: cst.CSTNode) -> str:
        """The text of an expression so that an attribute or a call can follow it."""
        text = self.outer_source(node)
        is_tight = isinstance(node, _TIGHT) or (isinstance(node, cst.BaseExpression) and bool(node.lpar))
        return text if is_tight else f"({text})"

    def alone(self, node: cst.CSTNode) -> str:
        """The text of an expression so that it can stand behind a colon or a `return`."""
        loose = isinstance(node, (cst.Tuple, cst.GeneratorExp))
        return f"({self.source(node)})" if loose else self.source(node)

    def outer_source(self, node: cst.CSTNode) -> str:
        """The text of a node with the parentheses around it."""
        start, end = self.outer_extent(node)
        return self.text[start:end]

    def is_one_line(self, node: cst.CSTNode) -> bool:
        """Whether the text of a node has no line break."""
        return not re.search(r"[\r\n]", self.source(node))

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        source = self.parsed.source
        return source.line_start(source.line_of(offset))

    def line_number(self, node: cst.CSTNode) -> int:
        """The line, from 1, that a node begins in."""
        return self.parsed.source.line_of(self.extent(node)[0])

    def comment_behind(self, node: cst.CSTNode) -> str:
        """The comment behind a node and a comma, with the white space before it; empty where there is none."""
        match = _COMMENT.match(self.text, self.outer_extent(node)[1])
        return f"  {match[1]}" if match else ""

    def line_indent(self, node: cst.CSTNode) -> str:
        """The white space at the beginning of the line that a node begins in."""
        line = self.text[self.line_start(self.extent(node)[0]) :]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def indent(self, statement: cst.CSTNode) -> str:
        """The white space before a statement."""
        start, _ = self.extent(statement)
        return self.text[self.line_start(start) : start]

    @property
    def newline(self) -> str:
        """The file's newline."""
        return self.parsed.source.newline

    @property
    def step_in(self) -> str:
        """What a block is indented by."""
        return self.parsed.tree.default_indent

    def long_strings(self, *nodes: cst.CSTNode) -> list[tuple[int, int]]:
        """Where strings over several lines stand, whose lines must not be indented."""
        strings = (each for node in nodes for each in self.below(node, *_STRINGS))
        return [self.extent(each) for each in strings if not self.is_one_line(each)]

    def moved(self, node: cst.CSTNode, indent: str) -> str:
        """The text of a node as it is written behind another indentation; lines inside strings stay as they are."""
        start, end = self.extent(node)
        base = self.line_indent(node)
        inside = self.long_strings(node)
        found: list[str] = []
        for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", self.text[start:end]):
            at, text = start + match.start(), match.group()
            moves = found and text.startswith(base) and text.strip()
            if moves and not any(first < at < last for first, last in inside):
                text = indent + text[len(base) :]
            found.append(text)
        return "".join(found)

    def needs_parentheses(self, node: cst.CSTNode) -> bool:
        """Whether what stands around an expression would take only a part of an `await` in its place."""
        if isinstance(node, cst.BaseExpression) and node.lpar:
            return False
        parent = self.parent(node)
        match parent:
            case cst.Attribute() | cst.Subscript():
                return parent.value is node
            case cst.Call():
                return parent.func is node
            case cst.Await():
                return True
            case cst.BinaryOperation(operator=cst.Power()):
                return parent.left is node
            case _:
                return False

    def argument(self, node: cst.CSTNode) -> cst.Arg:
        """The argument whose value a node is.

        Raises:
            RefusedError: It is none.
        """
        parent = self.parent(node)
        if not isinstance(parent, cst.Arg):
            raise RefusedError("it is no argument of its own")
        return parent

    def is_bound(self, node: cst.CSTNode) -> bool:
        """Whether a name is bound where it stands."""
        inner = node
        for outer in self.above(node):
            match outer:
                case cst.AssignTarget() | cst.AsName() | cst.Param():
                    return True
                case cst.AnnAssign() | cst.AugAssign() | cst.For() | cst.CompFor() | cst.NamedExpr():
                    return outer.target is inner
                case cst.Tuple() | cst.List() | cst.Element() | cst.StarredElement():
                    inner = outer
                case _:
                    return False
        return False

    def is_only_given_to(self, function: cst.FunctionDef, call: cst.CSTNode) -> bool:
        """Whether a call is given a function, and nothing else names it."""
        name = function.name.value
        uses = [each for each in self.below(self.outermost, cst.Name) if each.value == name]
        given = isinstance(call, cst.Call) and any(
            isinstance(arg.value, cst.Name) and arg.value.value == name for arg in call.args
        )
        return given and len(uses) == 2

    # --- names ---

    @cached_property
    def words(self) -> frozenset[str]:
        """Everything in the file that could be a name."""
        return frozenset(_WORD.findall(self.text))

    def free_word(self, *wanted: str) -> str:
        """The first of some names that nothing in the file has, numbered if need be."""
        for word in wanted:
            if word not in self.words:
                return word
        number = 2
        while f"{wanted[-1]}_{number}" in self.words:
            number += 1
        return f"{wanted[-1]}_{number}"

    # --- edits ---

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Replace a stretch of the file."""
        return Edit(Span(self.parsed.source.path, start, end), text)

    def replace(self, node: cst.CSTNode, text: str) -> Edit:
        """Replace a node, but not the parentheses around it."""
        return self.edit(*self.extent(node), text)

    def replace_whole(self, node: cst.CSTNode, text: str) -> Edit:
        """Replace a node and the parentheses around it."""
        return self.edit(*self.outer_extent(node), text)

    def awaiting(self, node: cst.CSTNode, text: str = "") -> Edit:
        """Await an expression where it stands, or what is written in its place."""
        text = f"await {text or self.source(node)}"
        return self.replace(node, f"({text})" if self.needs_parentheses(node) else text)

    def without_return_type(self, function: cst.FunctionDef) -> list[Edit]:
        """Take away the annotation that says what a function has returned so far."""
        if function.returns is None:
            return []
        start, end = self.extent(function.returns.annotation)
        return [self.edit(self.text.rindex(")", 0, start) + 1, end, "")]

    def insert_before(self, statement: cst.CSTNode, lines: list[str], *, apart: bool = False) -> Edit:
        """Put lines before a statement, indented like it; `apart` keeps blank lines around them."""
        indent = self.indent(statement)
        at = self.line_start(self.extent(statement)[0])
        written = [f"{indent}{line}" if line else "" for line in lines]
        if apart:
            if self.needs_blank_line(at):
                written.insert(0, "")
            written.append("")
        return self.edit(at, at, "".join(f"{line}{self.newline}" for line in written))

    def needs_blank_line(self, at: int) -> bool:
        """Whether a definition that begins at an offset follows other code of its block at once."""
        before = self.text[:at].rstrip(" \t").splitlines()
        return bool(before and before[-1].strip() and not before[-1].rstrip().endswith(":"))

    def removed(self, statement: cst.CSTNode) -> Edit:
        """Take out the lines of a statement, and the blank lines behind it where there are some before it as well."""
        source = self.parsed.source
        start, end = self.extent(statement)
        first, last = source.line_of(start), source.line_of(max(end - 1, start))
        if first > 1 and not source.line_text(first - 1).strip():
            while last < source.line_count - 1 and not source.line_text(last + 1).strip():
                last += 1
        behind = source.line_start(last + 1) if last < source.line_count else len(self.text)
        return self.edit(self.line_start(start), behind, "")
